/**
 * Whether two accesses (credentials and where they are used) are the same. Plain objects are compared by what they hold;
 * functions and live objects, such as a `Secret`, by identity: what they would give can't be told without asking.
 */
export function isSameAccess(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isPlain(one) || !isPlain(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSameAccess(one[key], other[key]));
}

/**
 * One of a thing, such as an SDK's client, for each different access.
 * @returns what was made for the same access before, else a new one.
 */
export function onePerAccess<Access, Thing>(create: (access: Access) => Thing) {
  const made: { readonly access: Access; readonly thing: Thing }[] = [];
  return (access: Access): Thing => {
    const known = made.find((candidate) => isSameAccess(candidate.access, access));
    if (known) return known.thing;
    const thing = create(access);
    made.push({ access, thing });
    return thing;
  };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

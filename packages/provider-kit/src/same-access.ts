/**
 * Returns whether two accesses (credentials, and the server they are for) are the same. Plain objects are compared by their
 * properties. Functions and other objects, such as a `Secret`, are compared by identity: comparing their values
 * would mean to reveal them.
 */
export function isSameAccess(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isPlain(one) || !isPlain(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSameAccess(one[key], other[key]));
}

/**
 * Creates a function that keeps one thing, such as the client of an SDK, for each access.
 * @param create Creates the thing for an access.
 * @returns A function from an access to its thing. It returns the same thing for the same access ({@link isSameAccess}).
 */
export function onePerAccess<Access, Thing>(create: (access: Access) => Thing) {
  const created: { readonly access: Access; readonly thing: Thing }[] = [];
  return (access: Access): Thing => {
    const known = created.find((candidate) => isSameAccess(candidate.access, access));
    if (known) return known.thing;
    const thing = create(access);
    created.push({ access, thing });
    return thing;
  };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A `Secret` has a method of this name: it returns what the secret was created from. */
const inputKey = Symbol.for('@prompts/core/secret-input');

/** How many values of a function are remembered: the response to an older request may still contain a rotated credential. */
const maxValues = 20;

interface RecordedFunction {
  readonly original: object;
  readonly recording: object;
  /** The last values that the function returned. */
  readonly values: unknown[];
}

const hostKey = Symbol.for('@prompts/core/recorded-secrets');

/** By function. There is one map per process, shared by all copies of core. */
function recordedFunctions(): WeakMap<object, RecordedFunction> {
  const host = globalThis as { [hostKey]?: WeakMap<object, RecordedFunction> };
  host[hostKey] ??= new WeakMap();
  return host[hostKey];
}

/**
 * Wraps a function that returns a credential, so that the values it returned are removed from error messages. The same function
 * gets the same wrapper.
 */
export function recordSecrets<Return>(getSecret: () => Return): () => Return {
  const recorded = recordedFunctions();
  const known = recorded.get(getSecret);
  if (known) return known.recording as () => Return;
  const values: unknown[] = [];
  const remember = (value: unknown) => {
    if (values.includes(value)) return;
    values.push(value);
    if (values.length > maxValues) values.shift();
  };
  // A proxy, so that the function's own properties stay.
  const recording = new Proxy(getSecret, {
    apply(target, thisArgument, given) {
      const result = Reflect.apply(target, thisArgument, given);
      // Remembered before the caller's own `then` can use it.
      if (result instanceof Promise) result.then(remember, () => {});
      else remember(result);
      return result;
    },
  });
  const entry = { original: getSecret, recording, values };
  recorded.set(getSecret, entry).set(recording, entry);
  return recording;
}

/** Returns the values that a function returned or a `Secret` contains; undefined for any other value. */
export function recordedValues(value: object): readonly unknown[] | undefined {
  const { [inputKey]: getInput } = value as { [inputKey]?: () => unknown };
  return typeof getInput === 'function' ? [getInput.call(value)] : recordedFunctions().get(value)?.values;
}

/** Returns the function inside a wrapper; any other value unchanged. */
export function originalOf(value: object): object {
  return recordedFunctions().get(value)?.original ?? value;
}

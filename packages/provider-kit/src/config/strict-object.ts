import { z } from 'zod';

/** An object that names the keys it knows when it meets another. For configs and options, where a slip must not pass in silence. */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `does not know ${issue.keys.map((key) => `'${key}'`).join(', ')}: write one of ${known}`
        : `must be an object with ${known}`,
  });
}

/** Defined by the build: see `scripts/build/bundle.ts`. */
declare const packageVersion: string | undefined;

/** The version of this package; 0.0.0 if it runs from its sources. */
export const coreVersion: string = typeof packageVersion === 'string' ? packageVersion : '0.0.0';

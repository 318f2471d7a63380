/** A value of a dimension as it is stored, or a unit of experiments. */
export interface StoredValue {
  /** The name; `unit` for units of experiments. */
  readonly dimension: string;
  /** A hash, or `other`. */
  readonly value: string;
}

/** The name under which units of experiments are erased. No dimension can have it. */
export const unitDimension = 'unit';

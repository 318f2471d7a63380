import type { Exposure, RecordedValue } from '../store/experiment-store.ts';

/** Where exposures and values go. */
export interface EventSink {
  addExposure(exposure: Exposure): void;
  addValue(value: RecordedValue): void;
}

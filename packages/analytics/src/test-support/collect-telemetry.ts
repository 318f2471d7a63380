import { context, logs, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { onTestFinished } from 'vitest';

/** Registers a meter provider until the test ends. @returns A function that returns all data points so far. */
export function collectMetrics() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] });
  metrics.setGlobalMeterProvider(provider);
  onTestFinished(() => {
    metrics.disable();
    return provider.shutdown();
  });
  return async () => {
    await provider.forceFlush();
    return exporter
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap(({ metrics }) => metrics)
      .flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ value, attributes }) => ({ name: descriptor.name, value, ...attributes })),
      );
  };
}

/** Registers a logger provider until the test ends. @returns A function that returns all log records so far. */
export function collectEvents() {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
  logs.setGlobalLoggerProvider(provider);
  onTestFinished(() => {
    logs.disable();
    return provider.shutdown();
  });
  return () => exporter.getFinishedLogRecords();
}

/** Registers a tracer provider until the test ends. @returns A tracer, and a function that returns the attributes of ended spans. */
export function collectSpans() {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  onTestFinished(() => {
    trace.disable();
    context.disable();
    return provider.shutdown();
  });
  const tracer = provider.getTracer('test');
  return { tracer, attributesOf: () => exporter.getFinishedSpans().map(({ attributes }) => attributes) };
}

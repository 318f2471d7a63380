import modules from 'node:module';

type OpenTelemetryApi = typeof import('@opentelemetry/api');

let loaded: { readonly api: OpenTelemetryApi | undefined } | undefined;

/**
 * Returns `@opentelemetry/api`, or undefined if it is not installed. It is loaded by `require`, because spans are looked up in
 * synchronous code. The app may import another copy: all copies of one major version share their state.
 */
export function loadOpenTelemetryApi(): OpenTelemetryApi | undefined {
  loaded ??= { api: requireApi() };
  return loaded.api;
}

function requireApi(): OpenTelemetryApi | undefined {
  try {
    return modules.createRequire(import.meta.url)('@opentelemetry/api') as OpenTelemetryApi;
  } catch {
    return undefined;
  }
}

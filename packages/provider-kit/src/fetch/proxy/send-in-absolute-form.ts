import type { Dispatcher } from 'undici';
import type { ChooseProxy } from './choose-proxy.ts';
import { errorFromProxy } from './errors.ts';

/**
 * Creates the interceptor that writes plain `http:` requests as a proxy expects them: with the whole URL as their target (RFC 9112,
 * 3.2.2), and with the credentials for the proxy. Proxies commonly refuse CONNECT for `http:`.
 */
export function sendInAbsoluteForm(
  chooseProxy: ChooseProxy,
  provider: string,
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const url = new URL(String(options.origin));
    const proxy = url.protocol === 'http:' ? chooseProxy(url) : undefined;
    if (proxy === undefined) return dispatch(options, handler);
    const headers = new Headers(options.headers as Record<string, string>);
    headers.delete('proxy-authorization');
    if (proxy.authorization !== undefined) headers.set('proxy-authorization', proxy.authorization);
    const path = `${url.origin}${options.path}`;
    const onResponseStart = handler.onResponseStart?.bind(handler);
    // To a `fetch`, 407 is a network error without a reason.
    handler.onResponseStart = (controller, status, ...response) => {
      if (status === 407) controller.abort(errorFromProxy(status, url, proxy, provider));
      else onResponseStart?.(controller, status, ...response);
    };
    return dispatch({ ...options, path, headers: Object.fromEntries(headers) }, handler);
  };
}

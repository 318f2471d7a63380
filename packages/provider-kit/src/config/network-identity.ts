import { parseProxy } from '../fetch/proxy/parse-proxy.ts';

/**
 * Returns what the network options of a factory contribute to the `access` of `identity`: apps share texts only if they use the same
 * client certificate, and the same proxy, which may resolve a name to another server. The credentials for the proxy don't count, and
 * neither do environment variables: they describe the machine, and a text must survive a move to another.
 * @param options The parsed options.
 */
export function networkIdentity({
  proxy,
  tls,
}: {
  readonly proxy?: string | false | undefined;
  readonly tls?: { readonly cert?: string | undefined } | undefined;
}): { readonly proxy?: string; readonly clientCertificate?: string } {
  return {
    ...(proxy && { proxy: parseProxy(proxy, 'proxy', '').url.origin }),
    ...(tls?.cert !== undefined && { clientCertificate: tls.cert }),
  };
}

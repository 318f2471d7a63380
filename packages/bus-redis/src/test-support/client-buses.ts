import { createClientPool, createCluster, createSentinel } from '@redis/client';
import { sentinelName } from '../../../../scripts/test/servers/redis-sentinel.ts';
import { type RedisBusOptions, redisBus } from '../index.ts';

/** A bus with a pool of clients. */
export function poolBus(url: string, options?: RedisBusOptions) {
  return redisBus(createClientPool({ url: check(url) }), options);
}

/** A bus with a cluster client that finds all nodes at one address, which may be that of a proxy. */
export function clusterBus(url: string, options?: RedisBusOptions) {
  const { host, port, password } = parse(url);
  const cluster = createCluster({
    rootNodes: [{ url }],
    defaults: { password },
    nodeAddressMap: () => ({ host, port }),
  });
  return redisBus(cluster, options);
}

/** A bus with a sentinel client. The parameter `sentinel` of the address is the port of the sentinel. */
export function sentinelBus(url: string, options?: RedisBusOptions) {
  const { host, port, password, sentinel } = parse(url);
  const client = createSentinel({
    name: sentinelName,
    sentinelRootNodes: [{ host: '127.0.0.1', port: sentinel }],
    sentinelClientOptions: { password },
    nodeClientOptions: { password },
    nodeAddressMap: (address) => (address === `127.0.0.1:${sentinel}` ? undefined : { host, port }),
  });
  return redisBus(client, options);
}

function parse(url: string) {
  const { hostname: host, port, password, searchParams } = new URL(check(url));
  return { host, port: Number(port), password, sentinel: Number(searchParams.get('sentinel')) };
}

/** Lets redisBus refuse a value that is not an address. */
function check(url: string): string {
  if (typeof url !== 'string') redisBus(url);
  return url;
}

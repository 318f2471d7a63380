export { busOver } from './bus-over.ts';
export type { BusConnection, BusRefusal, BusServer } from './connection.ts';
export { type Address, parseAddress } from './parse-address.ts';

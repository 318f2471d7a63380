export { busOver } from './bus-over.ts';
export { connectToFirst } from './connect-to-first.ts';
export type { BusConnection, BusRefusal, BusServer, Connection } from './connection.ts';
export { type KeepListeningOptions, keepListening } from './keep-listening.ts';
export type { Opening } from './open-connection.ts';
export { type Address, parseAddress } from './parse-address.ts';
export { trackSockets } from './track-sockets.ts';
export { type Wait, wait } from './wait.ts';
export { type PgClient, type PgConnection, wrapPgClient } from './wrap-pg-client.ts';

export { busOver } from './bus-over.ts';
export type { BusConnection, BusRefusal, BusServer, Connection } from './connection.ts';
export { type KeepListeningOptions, keepListening } from './keep-listening.ts';
export type { Opening } from './open-connection.ts';
export { type Address, parseAddress } from './parse-address.ts';
export { type Wait, wait } from './wait.ts';
export {
  notificationTimeoutMs,
  type PgClient,
  type PgConnection,
  type PgListening,
  wrapPgClient,
} from './wrap-pg-client.ts';

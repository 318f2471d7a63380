export { type Address, parseAddress } from './addresses/parse-address.ts';
export { type PostgresSettings, parsePostgresAddress, type TlsSettings } from './addresses/parse-postgres-address.ts';
export {
  certificateFile,
  file,
  integer,
  oneOf,
  type ParameterReader,
  readParameters,
  text,
} from './addresses/read-parameters.ts';
export { type AddressParts, type InvalidAddress, splitAddress } from './addresses/split-address.ts';
export { isWithoutTls, withTlsRetry } from './addresses/with-tls-retry.ts';
export { busOver } from './bus-over.ts';
export { connectToFirst } from './connect-to-first.ts';
export type { BusConnection, BusFault, BusRefusal, BusServer, Connection } from './connection.ts';
export { type KeepListeningOptions, keepListening } from './keep-listening.ts';
export type { Opening } from './open-connection.ts';
export { pgHbaFault } from './pg-hba-fault.ts';
export { trackSockets } from './track-sockets.ts';
export { type Wait, wait } from './wait.ts';
export {
  type NotificationSender,
  notificationTimeoutMs,
  type PgClient,
  type PgConnection,
  type PgListening,
  wrapPgClient,
} from './wrap-pg-client.ts';

export { type PostgresBusOptions, postgresBus } from './postgres-bus.ts';

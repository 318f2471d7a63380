import { fetch } from 'undici';

await (await fetch(process.env.GREETING_URL)).text();

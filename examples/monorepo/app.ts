import { review } from './library/index.ts';

// Works wherever the app is started, and although the app itself declares no provider.
console.log(await review('Go', process.argv[2]));

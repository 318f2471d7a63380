import { randomBytes } from 'node:crypto';
import { github } from '@prompts/provider-github';
import { createPushPayload } from '../../../../provider-github/src/test-support/create-push-payload.ts';
import { startFakeGitHub } from '../../../../provider-github/src/test-support/fake-github.ts';
import { signDelivery } from '../../../../provider-github/src/test-support/sign-delivery.ts';
import type { PushingSource } from './source.ts';

/** Starts a fake GitHub with two files. */
export async function startGitHub(): Promise<PushingSource> {
  const fake = await startFakeGitHub();
  const repository = fake.repository('company/ai-prompts', { private: true });
  const other = fake.repository('company/other', { private: true });
  const first = repository.commit({ 'touched.md': 'old', 'same.md': 'same' });
  let head = first;
  const auth = { token: fake.token({ repositories: [repository] }) };
  const configOf = (path: string) => ({ repo: 'company/ai-prompts', path, baseUrl: fake.url, auth });
  const secret = randomBytes(16).toString('hex');
  const announce = (signedWith = secret) => {
    const payload = createPushPayload(repository, first, head);
    return signDelivery({ ...payload, after: randomBytes(20).toString('hex') }, signedWith);
  };
  return {
    provider: github({ allowHosts: ['127.0.0.1'] }),
    secret,
    configs: { touched: configOf('touched.md'), untouched: configOf('same.md') },
    marks: { touched: 'touched.md', untouched: 'same.md' },
    requests: () => fake.requests.map(({ request }) => request),
    edit(text) {
      head = repository.commit({ 'touched.md': text });
    },
    announce,
    announceElsewhere() {
      const before = other.commit({ 'touched.md': 'old' });
      return signDelivery(createPushPayload(other, before, other.commit({ 'touched.md': 'new' })), secret);
    },
    sign: (body) => signDelivery(body, secret),
    [Symbol.asyncDispose]: fake.close,
  };
}

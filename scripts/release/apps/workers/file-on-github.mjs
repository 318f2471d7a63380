import { createHash } from 'node:crypto';

/** Returns what GitHub's API returns for a file with this text: `GET /repos/{owner}/{repo}/contents/{path}`. */
export function fileOnGitHub(text) {
  const content = Buffer.from(text);
  const sha = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
  return JSON.stringify({
    type: 'file',
    name: 'greeting.md',
    path: 'greeting.md',
    sha,
    size: content.length,
    encoding: 'base64',
    content: content.toString('base64'),
    html_url: 'https://github.com/team/prompts/blob/main/greeting.md',
  });
}

// How `changeset version` writes changelogs: without commits, and with one line for all updated dependencies.

/** Returns the list item of a change. */
function getReleaseLine({ summary }) {
  const [firstLine, ...otherLines] = summary.trim().split('\n');
  return [`- ${firstLine}`, ...otherLines.map((line) => line && `  ${line}`)].join('\n');
}

/** Returns the list item of the dependencies that are released at the same time. */
function getDependencyReleaseLine(_changesets, dependencies) {
  if (dependencies.length === 0) return '';
  const versions = dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`);
  return `- Updated dependencies: ${versions.join(', ')}`;
}

export default { getReleaseLine, getDependencyReleaseLine };

/** Returns everything that can be reached from a node in any number of steps, with the node itself. */
export function reachable<Node>(start: Node, next: (node: Node) => Iterable<Node>): ReadonlySet<Node> {
  const found = new Set([start]);
  // A Set that is iterated over also yields what is added meanwhile.
  for (const node of found) for (const reached of next(node)) found.add(reached);
  return found;
}

/** Finds the shortest way from a node to another. @returns Both and all between them; undefined if there is none. */
export function findWay<Node>(from: Node, to: Node, next: (node: Node) => Iterable<Node>): Node[] | undefined {
  const cameFrom = new Map<Node, Node | undefined>([[from, undefined]]);
  for (const node of cameFrom.keys()) {
    if (node === to) {
      const way = [node];
      for (let before = cameFrom.get(node); before !== undefined; before = cameFrom.get(before)) way.unshift(before);
      return way;
    }
    for (const reached of next(node)) if (!cameFrom.has(reached)) cameFrom.set(reached, node);
  }
  return undefined;
}

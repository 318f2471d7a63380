import { buildSchema } from 'graphql';

/** The part of GitHub's schema that reading files needs, with GitHub's names and types. */
export const schema = buildSchema(/* GraphQL */ `
  scalar GitObjectID
  scalar DateTime
  scalar GitTimestamp
  scalar URI
  type Query {
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    rateLimit(dryRun: Boolean = false): RateLimit
  }
  type RateLimit { limit: Int! cost: Int! remaining: Int! used: Int! resetAt: DateTime! }
  type Repository {
    id: ID!
    databaseId: Int
    name: String!
    nameWithOwner: String!
    isPrivate: Boolean!
    isArchived: Boolean!
    isEmpty: Boolean!
    url: URI!
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    object(oid: GitObjectID, expression: String): GitObject
  }
  type Ref { id: ID! name: String! prefix: String! target: GitObject }
  interface GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! }
  type Blob implements GitObject {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    byteSize: Int!
    isBinary: Boolean
    isTruncated: Boolean!
    text: String
  }
  type Tag implements GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! name: String! target: GitObject! }
  type Tree implements GitObject { id: ID! oid: GitObjectID! abbreviatedOid: String! entries: [TreeEntry!] }
  type TreeEntry { name: String! path: String type: String! mode: Int! oid: GitObjectID! size: Int! object: GitObject }
  type User { login: String! }
  type GitActor { name: String email: String date: GitTimestamp user: User }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type CommitHistoryConnection { nodes: [Commit] totalCount: Int! pageInfo: PageInfo! }
  type Commit implements GitObject {
    id: ID!
    oid: GitObjectID!
    abbreviatedOid: String!
    committedDate: DateTime!
    authoredDate: DateTime!
    message: String!
    messageHeadline: String!
    url: URI!
    author: GitActor
    committer: GitActor
    tree: Tree!
    file(path: String!): TreeEntry
    history(first: Int, after: String, path: String): CommitHistoryConnection!
  }
`);

import { createPrivateKey, X509Certificate } from 'node:crypto';
import * as z from 'zod/mini';

/** A text in PEM format, as a string or as the bytes of a file. */
export type Pem = string | Uint8Array;

/** The TLS settings of a factory's options. */
export interface TlsOptions {
  /** The certificates of the authorities to trust instead of those that Node trusts. */
  readonly ca?: Pem | readonly Pem[] | undefined;
  /** The client certificate, which is presented to servers that ask for one. Needs `key`. */
  readonly cert?: Pem | undefined;
  /** The private key of `cert`, without a passphrase. */
  readonly key?: Pem | undefined;
}

/** `TlsOptions` once they are parsed: strings only. */
export interface TlsPem {
  readonly ca?: string | string[];
  readonly cert?: string;
  readonly key?: string;
}

const form = 'the text of a file in PEM format, not its path (is its environment variable set?)';

/** @param parse Throws for a text that is not of the required kind. @param fault What the kind is, for the error. */
function pemSchema(parse: (pem: string) => unknown, fault: string) {
  return z
    .pipe(
      z.custom<Pem>((value) => (typeof value === 'string' && value !== '') || value instanceof Uint8Array, fault),
      z.transform((pem: Pem) => (typeof pem === 'string' ? pem : Buffer.from(pem).toString('utf8'))),
    )
    .check(z.refine((pem) => succeeds(() => parse(pem)), { error: fault, abort: true }));
}

const certificateFault = `must be a certificate: ${form}`;
const certificate = pemSchema((pem) => new X509Certificate(pem), certificateFault);
const privateKey = pemSchema(createPrivateKey, `must be a private key without a passphrase: ${form}`);

/** The schema of the `tls` of a factory's options. Its output contains strings, and no bytes. */
export const tlsSchema = z.optional(
  z
    .strictObject(
      {
        ca: z.exactOptional(
          z.union([certificate, z.array(certificate).check(z.minLength(1, certificateFault))], certificateFault),
        ),
        cert: z.exactOptional(certificate),
        key: z.exactOptional(privateKey),
      },
      'must be { ca, cert, key }, each of them optional',
    )
    .check(
      z.superRefine(({ cert, key }, { addIssue }) => {
        if (cert === undefined && key === undefined) return;
        if (cert === undefined || key === undefined) {
          addIssue('needs both cert and key: a client certificate and its private key');
        } else if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
          addIssue({ code: 'custom', path: ['key'], message: 'is not the private key of cert' });
        }
      }),
    ),
);

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

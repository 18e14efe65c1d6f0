// PostgreSQL, and what speaks its protocol, by the package pg. All that is asked is one transaction that reads only: a fit sees
// the same rows to its end, whatever others write meanwhile.

import type { Client, ClientConfig } from 'pg';
import { nameKinds } from './cells.js';
import type { ColumnKind, Engine } from './engine.js';
import { engineFault } from './fault.js';
import { loaded } from './load.js';

const TITLE = 'PostgreSQL';

/** Milliseconds after which nobody is there. */
const PATIENCE = 10_000;
const PATIENCE_TO_CANCEL = 3_000;

/** `SHOW` has more digits than are needed, which older servers do not send unless they are asked to. */
const BEGIN = 'SET extra_float_digits = 3; BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/** Types by their numbers, which are the same on all servers. */
const TYPES: ReadonlyMap<number, string> = new Map([
  [16, 'boolean'],
  [20, 'bigint'],
  [21, 'smallint'],
  [23, 'integer'],
  [25, 'text'],
  [700, 'real'],
  [701, 'double precision'],
  [1042, 'character'],
  [1043, 'character varying'],
  [1082, 'date'],
  [1114, 'timestamp'],
  [1184, 'timestamp with time zone'],
  [1700, 'numeric'],
  [2950, 'uuid'],
]);

const NUMBERS = /^(bigint|smallint|integer|real|double precision|numeric)$/;

/** Numbers and truths are read, what else there is stays the text that it is sent as. */
function parserOf(oid: number): (text: string) => unknown {
  const type = TYPES.get(oid) ?? '';
  if (type === 'boolean') return text => text === 't';
  if (type === 'bigint') return text => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));
  return NUMBERS.test(type) ? Number : text => text;
}

/**
 * @param address `postgres://user@host:port/database`; what it leaves out the environment says, as PGPASSWORD
 * @throws FormulaError
 */
export async function openPostgres(address: string): Promise<Engine> {
  const driver = await loaded(TITLE, 'pg', () => import('pg'));
  const { Client: PostgresClient } = driver.default ?? driver;
  // The driver's types ask for more than it does.
  const types = { getTypeParser: parserOf } as unknown as NonNullable<ClientConfig['types']>;
  const config: ClientConfig = { connectionString: address, types, keepAlive: true };
  const clientOf = (patience: number): Client => {
    const client = new PostgresClient({ ...config, connectionTimeoutMillis: patience, application_name: 'wengert' });
    // What is lost while nothing is asked, the next question says.
    client.on('error', () => undefined);
    return client;
  };
  let client: Client | null = null;
  let secrets: string[] = [];
  const fault = (error: unknown) => engineFault(TITLE, error, secrets);
  try {
    client = clientOf(PATIENCE);
    if (typeof client.password === 'string') secrets = [client.password];
    await client.connect();
    await client.query(BEGIN);
  } catch (error) {
    await client?.end().catch(() => undefined);
    throw fault(error);
  }
  const own = client;
  let isBroken = false;

  async function read(text: string, values: readonly number[]) {
    try {
      // A statement that was ended takes its transaction along.
      if (isBroken) await own.query(`ROLLBACK; ${BEGIN}`);
      isBroken = false;
      return await own.query<Record<string, unknown>>(text, [...values]);
    } catch (error) {
      isBroken = true;
      throw fault(error);
    }
  }

  return {
    title: TITLE,
    dialect: 'postgres',
    run: async (text, values = []) => (await read(text, values)).rows,
    async columnsOf(from) {
      const { fields } = await read(`SELECT * FROM ${from} LIMIT 0`, []);
      return fields.map(({ name, dataTypeID }) => {
        const type = TYPES.get(dataTypeID) ?? `type ${dataTypeID}`;
        return { name, type, kind: kindOf(type) };
      });
    },
    async interrupt() {
      const other = clientOf(PATIENCE_TO_CANCEL);
      try {
        await other.connect();
        await other.query('SELECT pg_cancel_backend($1)', [processOf(own)]);
      } catch {
        // Nobody is there to be asked: what is waited for does not come.
        streamOf(own).destroy();
      } finally {
        await other.end().catch(() => undefined);
      }
    },
    async close() {
      await own.end().catch(() => undefined);
    },
  };
}

/** The driver has more than its types say. */
const processOf = (client: Client): number => (client as Client & { readonly processID: number }).processID;
const streamOf = (client: Client): { destroy(): void } =>
  (client as Client & { readonly connection: { readonly stream: { destroy(): void } } }).connection.stream;

const kindOf = (type: string): ColumnKind => nameKinds(type, NUMBERS, /^boolean$/, /^(text|character)/);

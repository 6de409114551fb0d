import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { hashSecret } from '../secret.js';
import type { RecordFile } from './record-file.js';

/** Their ids are secrets; the ids of other models are in signed cookies. */
const bearerModels = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

/** The user who owns this refresh token or authorization code. */
export function findBearer(
  records: RecordFile,
  model: 'RefreshToken' | 'AuthorizationCode',
  secret: string,
): string | undefined {
  return records.get(model, hashSecret(secret))?.payload.accountId;
}

/**
 * Stores the provider's data in the record file.
 *
 * @param options.refreshTokenReuseSeconds How long a used refresh token still works.
 */
export function createAdapterFactory(
  records: RecordFile,
  options: { refreshTokenReuseSeconds: number },
): AdapterFactory {
  const now = () => Math.floor(Date.now() / 1000);

  /** Two concurrent commands may both use the token that the first one has just used. */
  function isStillGood(model: string, { consumed }: AdapterPayload): boolean {
    return (
      model === 'RefreshToken' &&
      typeof consumed === 'number' &&
      now() - consumed < options.refreshTokenReuseSeconds
    );
  }

  return (model): Adapter => {
    const isBearer = bearerModels.has(model);
    const keyOf = (id: string) => (isBearer ? hashSecret(id) : id);
    return {
      async upsert(id, payload, expiresIn) {
        const { jti: _, ...withoutId } = payload;
        await records.put({
          model,
          key: keyOf(id),
          payload: isBearer ? withoutId : payload,
          expires_at: expiresIn === undefined ? null : Date.now() + expiresIn * 1000,
        });
      },
      async find(id) {
        const record = records.get(model, keyOf(id));
        if (record === undefined) return undefined;
        const payload = { ...structuredClone(record.payload), jti: id };
        if (isStillGood(model, payload)) delete payload.consumed;
        return payload;
      },
      async findByUid(uid) {
        const record = records.find((candidate) => {
          return candidate.model === model && candidate.payload.uid === uid;
        });
        return record === undefined ? undefined : structuredClone(record.payload);
      },
      // Only devices without a browser have user codes.
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        const record = records.get(model, keyOf(id));
        if (record === undefined || record.payload.consumed !== undefined) return;
        const payload = { ...record.payload, consumed: now() };
        await records.put({ ...record, payload });
      },
      async destroy(id) {
        const key = keyOf(id);
        await records.remove((record) => record.model === model && record.key === key);
      },
      async revokeByGrantId(grantId) {
        await records.remove((record) => {
          return record.model === model && record.payload.grantId === grantId;
        });
      },
    };
  };
}

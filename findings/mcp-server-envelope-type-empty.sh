#!/usr/bin/env bash
# @modelcontextprotocol/server 2.4.0 with TypeScript 5.9.3, Node.js 20 or later.
#
# getClientVersion is deprecated: its comment says to read the client's name from
# `ctx.mcpReq.envelope`. That one is a RequestMetaEnvelope, by its comment "keyed by the public
# meta-key constants". In the published types it is `{}`: the property names computed from the
# constants are lost. Reading it with CLIENT_INFO_META_KEY does not compile under `strict`, and
# whatever is assigned to it does.
#
# Give the envelope a type: `Record<string, { name?: string } | undefined>`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --loglevel=error @modelcontextprotocol/server@2.4.0 typescript@5.9.3 >/dev/null
cat >probe.ts <<'TS'
import { CLIENT_INFO_META_KEY, type ServerContext } from '@modelcontextprotocol/server';
export const asDescribed = ({ mcpReq }: ServerContext) => mcpReq.envelope?.[CLIENT_INFO_META_KEY];
type Typed = Record<string, { name?: string } | undefined>;
export const asHere = ({ mcpReq }: ServerContext) =>
  (mcpReq.envelope as Typed | undefined)?.[CLIENT_INFO_META_KEY]?.name;
TS
grep -h '^type RequestMetaEnvelope' node_modules/@modelcontextprotocol/server/dist/mcp-*.d.mts | tee seen.txt
npx tsc --noEmit --strict --skipLibCheck --module nodenext --target es2022 probe.ts | tee -a seen.txt || true
diff seen.txt - <<'EXPECTED'
type RequestMetaEnvelope = {};
probe.ts(2,59): error TS7053: Element implicitly has an 'any' type because expression of type '"io.modelcontextprotocol/clientInfo"' can't be used to index type 'Partial<RequestMetaEnvelope>'.
  Property 'io.modelcontextprotocol/clientInfo' does not exist on type 'Partial<RequestMetaEnvelope>'.
EXPECTED
echo 'As described.'

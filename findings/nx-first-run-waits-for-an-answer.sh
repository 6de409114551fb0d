#!/usr/bin/env bash
# nx 24.0.6, Node.js 20 or later, with `script` of util-linux.
#
# In a workspace whose nx.json does not say `analytics`, a task started in a terminal does not begin:
# nx first asks whether it may share usage data, and waits for the answer. The same command with its
# input and output redirected asks nothing and runs the task. So a program that drives nx in a terminal
# of its own waits for ever, once for each new workspace.
#
# Put `"analytics": false` (or true) into nx.json, as the last run here does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir home
cat >package.json <<'JSON'
{ "name": "probe", "private": true, "nx": { "targets": { "hello": { "command": "echo ran" } } } }
JSON
npm install --no-audit --no-fund --loglevel=error nx@24.0.6 >/dev/null
clean=(env -i "PATH=$PATH" "HOME=$folder/home" TERM=xterm NX_DAEMON=false)

mkfifo input
exec 9<>input

# In a terminal, whose input stays open and silent.
in_terminal() {
  "${clean[@]}" timeout 45 script -qec 'npx nx run probe:hello --skip-nx-cache' /dev/null <&9 2>/dev/null || true
}
redirected() {
  "${clean[@]}" npx nx run probe:hello --skip-nx-cache </dev/null 2>/dev/null
}
summary() {
  sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' | (grep -oaE 'sharing usage data|Successfully ran' || true) | sort -u
}

{
  echo '{}' >nx.json
  echo 'redirected:'
  redirected | summary
  echo 'in a terminal:'
  in_terminal | summary
  echo '{ "analytics": false }' >nx.json
  echo 'in a terminal, with analytics in nx.json:'
  in_terminal | summary
} | tee seen.txt
diff seen.txt - <<'EXPECTED'
redirected:
Successfully ran
in a terminal:
sharing usage data
in a terminal, with analytics in nx.json:
Successfully ran
EXPECTED
echo 'As described.'

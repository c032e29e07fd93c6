// Starts `gouji lsp` for the TOML files of rule folders; all else is done by the server.

const { window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

/** Starts the server. */
async function activate(context) {
  const command = workspace.getConfiguration("gouji").get("path") || "gouji";
  const watcher = workspace.createFileSystemWatcher("**/*.{toml,rhai}");
  context.subscriptions.push(watcher);
  client = new LanguageClient(
    "gouji",
    "勾稽规则",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ scheme: "file", language: "toml" }],
      synchronize: { fileEvents: watcher },
    },
  );
  try {
    await client.start();
  } catch (error) {
    window.showErrorMessage(
      `没有启动 ${command} lsp：${error.message}。请安装带 lsp 的 gouji，或者在设置 gouji.path 里写它的路径`,
    );
  }
}

/** Ends it. */
function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate };

// Sends files to /audit and offers what comes back. Without this script the form sends them itself.
"use strict";
const form = document.getElementById("form");
const file = document.getElementById("file");
const drop = document.getElementById("drop");
const said = document.getElementById("said");
const results = document.getElementById("results");
const token = document.getElementById("token");

// the token stands behind #, which no browser sends
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  token.value = given;
  history.replaceState(null, "", location.pathname);
}
const headers = () => (token.value ? { Authorization: "Bearer " + token.value } : {});
fetch("rules", { headers: headers() }).then((answer) => {
  document.getElementById("token-row").hidden = answer.status !== 401;
}).catch(() => {});

const say = (text, isBad = false) => {
  said.textContent = text;
  said.className = isBad ? "bad" : "";
};
const outcomes = { 0: "没有达到错误级别的问题", 1: "发现问题", 3: "有文件未能审核" };

async function audit(files) {
  if (files.length === 0) return say("请先选择文件", true);
  const body = new FormData();
  for (const name of ["format", "together"]) {
    const value = new FormData(form).get(name);
    if (value) body.append(name, value);
  }
  for (const one of files) body.append("file", one, one.name);
  say(`正在审核 ${files.length} 份文件……`);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch("audit", { method: "POST", body, headers: headers() });
    if (!answer.ok) {
      const refusal = await answer.json().catch(() => ({ message: `服务器答复 ${answer.status}` }));
      document.getElementById("token-row").hidden = answer.status !== 401 && !token.value;
      return say(refusal.message, true);
    }
    const disposition = answer.headers.get("Content-Disposition") || "";
    const name = decodeURIComponent(disposition.split("''")[1] || "结果");
    const outcome = outcomes[answer.headers.get("gouji-exit-status")] || "";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    link.textContent = name;
    const line = document.createElement("li");
    line.append(link, `　${outcome}`);
    results.prepend(line);
    link.click();
    say(`审核完成：${outcome}；结果已存为 ${name}`);
  } catch {
    say("没有连上服务器，请稍后再试", true);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  audit(file.files);
});
for (const kind of ["dragenter", "dragover"]) {
  addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
addEventListener("dragleave", () => drop.classList.remove("over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  file.files = event.dataTransfer.files;
  audit(file.files);
});

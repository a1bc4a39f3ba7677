// A promise's page: link with version, citations with day and address, the picture as a file, the row for a mistake.
"use strict";
{
  const article = document.querySelector("article.promise");
  const version = article.dataset.version;
  const status = document.getElementById("kg-status");
  const online = location.protocol.startsWith("http");
  const here = location.href.split("#")[0];
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");

  const linked = new URLSearchParams(location.hash.slice(1)).get("v");
  if (linked && linked !== version) article.querySelector("[data-changed]").hidden = false;

  for (const pre of article.querySelectorAll("pre.citation")) {
    const cited = online ? pre.dataset.online : pre.dataset.offline;
    pre.textContent = cited.replaceAll("{date}", day).replaceAll("{url}", here);
  }

  const copy = async (text, button) => {
    const area = document.createElement("textarea");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    status.textContent = button.dataset.done;
    const words = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 1600);
  };
  const link = article.querySelector("[data-copy-link]");
  link.addEventListener("click", () => copy(`${here}#v=${version}`, link));

  const pre = article.querySelector("[data-sheet]");
  const issue = article.querySelector("[data-issue]").content.textContent;
  const mail = article.querySelector("[data-mail]");
  const [sheet, address] = [pre.textContent, mail.href];
  const why = article.querySelector("[data-why]");
  const filled = () => {
    const words = why.value.replace(/["\t\r\n]+/g, " ").trim();
    return sheet.replace(/\r?\n$/, "") + words + "\n";
  };
  why.addEventListener("input", () => {
    pre.textContent = filled();
    mail.href = address.replace(encodeURIComponent(sheet), encodeURIComponent(filled()));
  });
  for (const button of article.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(button.dataset.copy === "sheet" ? filled() : issue.replace(sheet.replace(/\r?\n$/, ""), filled().replace(/\n$/, "")), button));
  }

  const image = article.querySelector("[data-picture]");
  const save = (url, ending) => {
    const a = document.createElement("a");
    a.href = url;
    a.download = `${image.dataset.picture}.${ending}`;
    a.click();
  };
  for (const button of article.querySelectorAll("[data-save]")) {
    button.addEventListener("click", async () => {
      if (button.dataset.save === "svg") return save(image.src, "svg");
      const drawn = new Image();
      drawn.src = image.src;
      await drawn.decode();
      const canvas = document.createElement("canvas");
      canvas.width = 1200;
      canvas.height = 630;
      canvas.getContext("2d").drawImage(drawn, 0, 0, 1200, 630);
      canvas.toBlob((blob) => {
        const url = URL.createObjectURL(blob);
        save(url, "png");
        setTimeout(() => URL.revokeObjectURL(url), 4000);
      }, "image/png");
    });
  }
}

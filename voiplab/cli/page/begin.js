// The terminal measures its letters once: so it begins when they are there.
"use strict";

const begin = window.onload;
window.onload = async () => {
  const terminal = document.getElementById("terminal");
  const size = new URLSearchParams(location.search).get("fontsize");
  terminal.dataset.sessionWebsocketUrl = new URL("ws", location.href).href.replace(/^http/, "ws").replace(/[?#].*/, "");
  if (/^[0-9]{1,2}$/.test(size)) terminal.dataset.fontSize = size;
  document.getElementById("again").onclick = () => location.reload();
  await Promise.allSettled([document.fonts.load("16px 'Roboto Mono'"), document.fonts.load("italic 16px 'Roboto Mono'")]);
  begin();
  // Told of the keyboard before its connection stands, the terminal would forget it.
  new MutationObserver((_, observer) => {
    if (!document.body.classList.contains("-first-byte")) return;
    observer.disconnect();
    document.querySelector(".xterm-helper-textarea").focus();
  }).observe(document.body, { attributeFilter: ["class"] });
};

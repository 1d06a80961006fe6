// Around the terminal of textual-serve (static/js/textual.js): what a page in a class needs, and nothing from another server.
"use strict";

// Where plain HTTP is spoken, browsers have no clipboard for pages: the person copies by hand.
function copyByHand(text) {
  const box = document.getElementById("copying");
  const field = box.querySelector("textarea");
  const leave = (event) => {
    if (event.key === "Escape" || event.type === "blur") {
      box.classList.remove("-open");
      field.onkeydown = field.onblur = null;
      document.querySelector(".xterm-helper-textarea").focus();
    }
  };
  field.value = text;
  field.onkeydown = field.onblur = leave;
  box.classList.add("-open");
  field.focus();
  field.select();
}

// The terminal writes what OSC 52 brings with navigator.clipboard.writeText; it never reads.
const own = navigator.clipboard;
const clipboard = {
  writeText: (text) => (own ? own.writeText(text).catch(() => copyByHand(text)) : Promise.resolve(copyByHand(text))),
  readText: () => Promise.resolve(""),
};
Object.defineProperty(navigator, "clipboard", { value: clipboard });

// A file that the application hands over: not in a new window, which browsers suppress.
const openWindow = window.open.bind(window);
window.open = (url, ...rest) => {
  const download = new URL(url, location.href).pathname.match(/\/download\/[^/]+$/);
  if (!download) return openWindow(url, ...rest);
  const link = document.createElement("a");
  link.href = download[0].slice(1);
  link.download = "";
  link.click();
  return null;
};

// Ctrl+w deletes a word in a terminal and closes a tab in a browser.
addEventListener("beforeunload", (event) => {
  if (document.body.matches(".-first-byte:not(.-closed)")) event.preventDefault();
});

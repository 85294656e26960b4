// For editors: what is selected in a text goes into a form. Without a script, the words are pasted there.
"use strict";

const bar = document.querySelector(".selection");
const words = bar && bar.querySelector("q");
const filled = document.querySelector("[data-fills]");
const blocks = [...document.querySelectorAll("[data-start]")];

// How many characters of a block stand before a place in it, as the archive counts them: code points,
// without what the page puts between the words of the text.
const charactersBefore = (block, container, offset) => {
  const range = document.createRange();
  range.selectNodeContents(block);
  range.setEnd(container, offset);
  return [...textOf(range)].length;
};

const textOf = (range) => {
  const part = range.cloneContents();
  for (const apart of part.querySelectorAll("[data-apart]")) apart.remove();
  return part.textContent;
};

const placeOf = (block, container, offset, otherwise) => {
  const within = block.contains(container) ? charactersBefore(block, container, offset) : otherwise(block);
  return Number(block.dataset.start) + within;
};

const lengthOf = (block) => {
  const range = document.createRange();
  range.selectNodeContents(block);
  return [...textOf(range)].length;
};

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!bar || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const within = blocks.filter((block) => range.intersectsNode(block));
  const text = textOf(range).trim();
  if (!text || !(within.length || (filled && filled.contains(range.commonAncestorContainer)))) return;
  if (within.length) {
    const [first, last] = [within[0], within[within.length - 1]];
    bar.elements.start.value = placeOf(first, range.startContainer, range.startOffset, () => 0);
    bar.elements.end.value = placeOf(last, range.endContainer, range.endOffset, lengthOf);
  }
  words.textContent = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  words.dataset.selected = text;
  bar.hidden = false;
});

if (bar) {
  // A press on the bar leaves the selection as it is.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  if (filled) {
    bar.querySelector("button").addEventListener("click", () => {
      const field = document.getElementById(filled.dataset.fills);
      field.value = words.dataset.selected;
      field.focus();
    });
  }
}

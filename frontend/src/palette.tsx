/** Search over lessons, exercises and words, one key away. */

import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { make, page } from "./page";
import type { Found } from "./protocol";
import { connection } from "./socket";

let dialog: HTMLDialogElement | null = null;

export function openPalette(): void {
  dialog ??= build();
  if (dialog.open) return;
  render(<Palette key={Date.now()} close={() => dialog?.close()} />, dialog);
  dialog.showModal();
  dialog.querySelector("input")?.focus();
}

function build(): HTMLDialogElement {
  const made = make("dialog", { class: "palette", "aria-label": "Search the course" });
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  return made;
}

const KIND: Record<string, string> = { lesson: "Lesson", exercise: "Exercise", glossary: "Word" };

function Palette({ close }: { close: () => void }) {
  const [text, setText] = useState("");
  const [items, setItems] = useState<Found[]>([]);
  const [at, setAt] = useState(0);
  const [asked, setAsked] = useState("");
  const newest = useRef(0);
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    const turn = ++newest.current;
    const timer = setTimeout(() => {
      connection().get({ do: "search", q: text }, "found").then(
        (found) => {
          if (turn !== newest.current) return;
          setItems(found.items);
          setAsked(text);
          setAt(0);
        },
        () => undefined,
      );
    }, text ? 60 : 0);
    return () => clearTimeout(timer);
  }, [text]);

  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const go = (item: Found | undefined) => {
    if (item) location.href = item.url;
    else if (text.trim()) location.href = `${page.base}search?q=${encodeURIComponent(text)}`;
  };
  const keyed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((now) => (items.length ? (now + step + items.length) % items.length : 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      go(items[at]);
    } else if (event.key === "Escape") close();
  };
  return (
    <div class="palette-box">
      <input type="text" role="combobox" aria-expanded={items.length > 0} aria-controls="palette-list" aria-label="Search the course"
        aria-activedescendant={items[at] ? `found-${at}` : undefined} placeholder="Lessons, exercises, words …" value={text}
        autocomplete="off" spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} onKeyDown={keyed} />
      <ul id="palette-list" role="listbox" aria-label="What was found" ref={list}>
        {items.map((item, place) => (
          <li key={item.url} id={`found-${place}`} role="option" aria-selected={place === at} onMouseMove={() => setAt(place)} onClick={() => go(item)}>
            <span class="found-number">{item.number}</span>
            <span class="found-title">{item.title.replaceAll("`", "")}</span>
            <span class="found-where">{item.where || KIND[item.kind]}</span>
          </li>
        ))}
      </ul>
      {asked && items.length === 0 && <p class="faint palette-none" role="status">Nothing is called that.</p>}
    </div>
  );
}

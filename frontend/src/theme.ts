/** Light, dark, or as the system has it. The server reads the cookie, so that no page flashes. */

import { page } from "./page";

const NEXT: Record<string, string> = { auto: "dark", dark: "light", light: "auto" };

export function watchTheme(): void {
  const button = document.getElementById("toggle-theme");
  if (!button) return;
  const root = document.documentElement;
  // Where the system is dark, the first press makes it light.
  if (matchMedia("(prefers-color-scheme: dark)").matches) Object.assign(NEXT, { auto: "light", light: "dark", dark: "auto" });
  const tell = () => {
    const now = root.dataset["theme"] ?? "auto";
    button.setAttribute("aria-label", `Light or dark: ${now}`);
    button.title = `Light or dark: ${now}`;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = NEXT[root.dataset["theme"] ?? "auto"] ?? "auto";
    root.dataset["theme"] = next;
    document.cookie = `gradschool-theme=${next}; path=${page.base}; SameSite=Strict; max-age=31536000`;
    tell();
  });
  tell();
}

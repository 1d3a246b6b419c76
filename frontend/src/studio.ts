/** The studio's page comes to life: the connection first, then each island where it stands. */

import { watchConnection } from "./banners";
import { startExplorer } from "./explorer";
import { watchWords } from "./glossary";
import { watchKeys } from "./keys";
import { startLesson } from "./lesson";
import { openPalette } from "./palette";
import { watchProgress } from "./progress";
import { startQuestions } from "./questions";
import { connection } from "./socket";
import { watchTheme } from "./theme";
import { startWorkbench } from "./workbench";

connection();
watchConnection();
watchTheme();
watchKeys(openPalette);
watchWords();
watchProgress();

const search = document.getElementById("open-search");
if (search) {
  search.hidden = false;
  search.addEventListener("click", openPalette);
}

for (const article of document.querySelectorAll<HTMLElement>("article.lesson")) startLesson(article);
for (const article of document.querySelectorAll<HTMLElement>("article.exercise")) {
  const section = article.querySelector<HTMLElement>("section.workbench");
  if (section?.querySelector("form.questions")) startQuestions(section, article);
  else if (section) startWorkbench(article);
}
for (const section of document.querySelectorAll<HTMLElement>("section.opening")) startQuestions(section, null);
for (const figure of document.querySelectorAll<HTMLElement>("figure.explorer")) startExplorer(figure);

// What is too wide scrolls, and keys must reach it.
for (const pre of document.querySelectorAll<HTMLElement>("main pre")) {
  if (pre.tabIndex < 0 && pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
}

document.documentElement.classList.add("live");

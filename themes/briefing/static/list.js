/* A list in another order: <select data-order="ID of the part">, whose lists are ".rows". Without it they come in theirs. */
"use strict";
for (const choice of document.querySelectorAll("select[data-order]")) {
  const lists = document.querySelectorAll(`#${choice.dataset.order} .rows`);
  const name = (row) => row.querySelector("a").textContent;
  const orders = {
    name: (one, other) => name(one).localeCompare(name(other), document.documentElement.lang),
    last: (one, other) => other.dataset.last.localeCompare(one.dataset.last),
    weight: (one, other) => other.dataset.weight - one.dataset.weight,
  };
  choice.addEventListener("change", () => {
    for (const list of lists) list.append(...[...list.children].sort(orders[choice.value]));
  });
}

// Draws results, filters and messages; knows nothing of the index and keeps no state.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});

  const FACETS = { district: "地区", street: "街道", campaign: "主题", activity: "活动", year: "年份", byline: "署名", column: "栏目", page: "版次", kind: "体裁" };
  const FIELDS = { ...FACETS, person: "人物", photographer: "摄影", correspondent: "通讯员" };
  const SHOWN_LABELS = 8;
  const TOLD_LABELS = 4;

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  const stretchesOf = (stretches) =>
    stretches.map(({ text, marked }) => (marked ? make("mark", {}, text) : document.createTextNode(text)));

  function dateText(date) {
    const [year, month, day] = (date ?? "").split("-").map(Number);
    return year ? `${year}年${month ? `${month}月` : ""}${day ? `${day}日` : ""}` : "日期不详";
  }

  const dayText = (day) => String(day).padStart(8, "0").replace(/(....)(..)(..)/, "$1-$2-$3");

  function pageText([number, name] = []) {
    if (!number) return !name ? "" : name.endsWith("版") ? name : `${name}版`;
    return [`第${number}版`, name].filter(Boolean).join(" ");
  }

  function labelText(facet, label) {
    if (facet === "year") return label ? `${Number(label)}年` : "日期不详";
    if (facet === "street") return label.replace("/", ""); // a path below its district
    return facet === "page" && search.pageNumber(label) ? `第${label}版` : label;
  }

  // One result. ``choose`` is called with facet and label when a tag of it is pressed.
  function drawResult(found, needles, choose) {
    const item = make("li");
    if (found.kicker) item.append(make("p", { className: "kicker" }, ...stretchesOf(search.markMatches(found.kicker, needles))));
    const link = make("a", { href: found.address }, ...stretchesOf(search.markMatches(found.headline, needles)));
    item.append(make("h3", {}, link));
    const text = search.snippet(found, needles);
    if (text.length) item.append(make("p", { className: "lede" }, ...stretchesOf(text)));
    const when = found.date ? make("time", { dateTime: found.date }, dateText(found.date)) : dateText("");
    const line = make("p", { className: "when" }, when);
    for (const part of [pageText(found.page), (found.byline ?? []).map(([name]) => name).join(" ")]) {
      if (part) line.append(" ", make("span", {}, part));
    }
    item.append(line);
    const tags = Object.entries(found.labels ?? {}).flatMap(([facet, labels]) => labels.map((label) => [facet, label]));
    if (tags.length) {
      const list = tags.map(([facet, label]) => {
        const button = make("button", { type: "button", title: `只看${FACETS[facet]}“${label}”` }, label);
        button.addEventListener("click", () => choose(facet, label));
        return make("li", {}, button);
      });
      item.append(make("ul", { className: "tags" }, ...list));
    }
    return item;
  }

  // The facets with their counts as boxes to tick; what is chosen is shown first, even at a count of none.
  function drawFilters(facets, chosen, choose) {
    return Object.keys(FACETS).flatMap((facet) => {
      const wanted = chosen[facet] ?? [];
      const counted = facets[facet] ?? [];
      const missing = wanted.filter((label) => !counted.some((one) => one.label === label));
      const all = [...missing.map((label) => ({ label, count: 0 })), ...counted];
      if (!all.length || (facet === "kind" && all.length < 2 && !wanted.length)) return [];
      if (facet !== "year") all.sort((one, other) => wanted.includes(other.label) - wanted.includes(one.label));
      const rows = all.map(({ label, count }) => {
        const box = make("input", { type: "checkbox", checked: wanted.includes(label) });
        box.dataset.facet = facet;
        box.dataset.label = label;
        box.addEventListener("change", () => choose(facet, label));
        const name = make("span", {}, labelText(facet, label));
        const total = make("span", { className: "count" }, count.toLocaleString("zh-CN"), make("span", { className: "unseen" }, "篇"));
        return make("li", {}, make("label", {}, box, name, total));
      });
      const list = make("fieldset", {}, make("legend", {}, FACETS[facet]), make("ul", {}, ...rows.slice(0, SHOWN_LABELS)));
      if (rows.length > SHOWN_LABELS) {
        const rest = make("ul", {}, ...rows.slice(SHOWN_LABELS));
        const details = make("details", {}, make("summary", {}, `其余 ${rows.length - SHOWN_LABELS} 个`), rest);
        details.dataset.facet = facet;
        list.append(details);
      }
      return [list];
    });
  }

  // The query in words, where it is more than terms side by side: what was understood can then be checked.
  function tellQuery(tree, understood) {
    const plain = (clause) => clause.kind === "text" && !clause.headline && !clause.negative;
    if (!tree || (understood.every(plain) && !JSON.stringify(tree).includes('"any"'))) return "";
    return tell(tree, understood, false);
  }

  function tell(tree, understood, inner) {
    if (tree.clause !== undefined) return tellClause(understood[tree.clause]);
    if (tree.not) {
      const part = tell(tree.not, understood, true);
      if (part.startsWith("含")) return `不${part}`;
      return part.startsWith("（") ? `不要${part}` : `不要（${part}）`;
    }
    const parts = (tree.all ?? tree.any).map((part) => tell(part, understood, true));
    const written = parts.join(tree.all ? "，" : " 或 ");
    return inner && parts.length > 1 ? `（${written}）` : written;
  }

  function tellClause(clause) {
    if (clause.kind === "everything") return "全部文章";
    if (clause.kind === "date") return search.periodText(clause.period);
    if (clause.kind === "text") {
      const words = clause.fellBack ? clause.words.map((word) => `“${word}”`).join("和") : `“${clause.text}”`;
      return `${clause.headline ? "标题" : ""}含${words}`;
    }
    if (clause.front) return "头版";
    if (clause.all) return clause.without ? "没有图片" : "有图片";
    const labels = (clause.labels ?? []).map((label) => labelText(clause.facet, label));
    const shown = labels.slice(0, TOLD_LABELS).join("、") || `“${clause.text}”`;
    return `${FIELDS[clause.facet]}是${shown}${labels.length > TOLD_LABELS ? `等 ${labels.length} 个` : ""}`;
  }

  // What the search understood otherwise than a reader may think: words instead of a string, days counted from the
  // reader's own today, mistakes.
  function drawRemarks({ tree, understood, mistakes, total }) {
    const told = tellQuery(tree, understood);
    const remarks = understood
      .filter((clause) => clause.fellBack)
      .map((clause) => {
        const words = clause.words.map((word) => `“${word}”`).join("、");
        const found = total ? `以下文章含有${words}这几个词。` : `也没有文章同时含有${words}。`;
        return make("p", {}, `没有文章含有连在一起的“${clause.text}”。${found}`);
      });
    const counted = understood
      .filter((clause) => clause.today)
      .map(({ text, period, today }) => make("p", {}, `按今天 ${dayText(today)} 算，“${text}”是${search.periodText(period)}。`));
    const asked = told ? [make("p", { className: "told" }, `找的是：${told}。`)] : [];
    return [...asked, ...remarks, ...counted, ...mistakes.map(({ position, message }) => make("p", {}, `第 ${position + 1} 个字：${message}`))];
  }

  // Nothing found: what was looked for, and each thing that could be dropped, as buttons.
  function drawNothing(understood, chosen, { drop, choose, reset }) {
    const button = (text, action) => {
      const element = make("button", { type: "button" }, text);
      element.addEventListener("click", action);
      return make("li", {}, element);
    };
    const filters = Object.entries(chosen).flatMap(([facet, labels]) =>
      labels.map((label) => button(`不限${FACETS[facet]}“${labelText(facet, label)}”`, () => choose(facet, label))),
    );
    const clauses = understood.length + filters.length > 1 ? understood : [];
    const parts = clauses.map((clause) => button(`去掉 ${clause.written}`, () => drop(clause)));
    const ways = [...filters, ...parts];
    if (filters.length > 1) ways.push(button("不限以上各项", reset));
    const box = [make("p", {}, "没有文章符合全部条件。")];
    if (ways.length) box.push(make("p", {}, "可以试试："), make("ul", { className: "ways" }, ...ways));
    else box.push(make("p", {}, "请检查有没有错字，或者换一个短些的词。"));
    return box;
  }

  // The index could not be loaded: said plainly, with what to do, and never as a count of none.
  function drawFailure(error, retry) {
    const button = make("button", { type: "button" }, "再试一次");
    button.addEventListener("click", retry);
    const advice =
      location.protocol === "file:"
        ? "请确认存档文件夹是完整的：search 文件夹要和本页放在一起。"
        : "请检查网络连接，然后再试一次。";
    return [make("p", { className: "failure" }, `现在检索不了：${error.message}${advice}`), make("p", {}, button)];
  }

  Object.assign(search, { drawResult, drawFilters, drawRemarks, drawNothing, drawFailure, FACETS });
})();

// The query as typed, cut into clauses: terms, strings in quotation marks, filters, each with or without a minus.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});

  // A string opened by a quotation mark is closed by its own partner; inside, all other marks are characters,
  // and the closing mark doubled stands for itself.
  const PARTNERS = new Map([
    ['"', '"'],
    ["＂", "＂"],
    ["“", "”"],
    ["”", "”"],
    ["„", "”"],
    ["‟", "”"],
    ["「", "」"],
    ["『", "』"],
  ]);
  // ” opens a string only where a term could begin: inside a word it closes what was pasted with it.
  const endsWord = (unit) => unit !== "”" && PARTNERS.has(unit);
  const MINUS = new Set(["-", "－", "−"]);

  const FILTERS = new Map();
  const FILTER_NAMES = {
    district: "区 区县 地区 district",
    campaign: "主题 专题 campaign",
    activity: "活动 活动类型 activity",
    byline: "记者 署名 作者 通讯员 摄影 byline",
    page: "版 版面 page",
    column: "栏目 column",
    date: "日期 时间 date",
    headline: "标题 主标题 title headline",
  };
  for (const [name, written] of Object.entries(FILTER_NAMES)) {
    for (const one of written.split(" ")) FILTERS.set(one, name);
  }

  // {clauses, mistakes}: a clause is {kind: "text" | "label" | "date", …, negative, start, end}.
  function parseQuery(query) {
    const clauses = [];
    const mistakes = [];
    let at = 0;
    const isSpace = (unit) => search.normalise(unit) === " ";

    function quoted() {
      const partner = PARTNERS.get(query[at]);
      const opened = at;
      let text = "";
      for (at += 1; at < query.length; at += 1) {
        if (query[at] === partner) {
          at += 1;
          if (query[at] !== partner) return text;
        }
        text += query[at];
      }
      mistakes.push({ position: opened, message: `这里的引号还没有用 ${partner} 关上。` });
      return text;
    }

    function bare() {
      const start = at;
      while (at < query.length && !isSpace(query[at]) && !endsWord(query[at])) at += 1;
      return query.slice(start, at);
    }

    function filterName() {
      const written = /^([^\s:：]+)[:：]/.exec(query.slice(at));
      const name = written && FILTERS.get(search.normalise(written[1]));
      if (name) at += written[0].length;
      return name || "";
    }

    while (at < query.length) {
      if (isSpace(query[at])) {
        at += 1;
        continue;
      }
      const start = at;
      const negative = MINUS.has(query[at]) && at + 1 < query.length && !isSpace(query[at + 1]);
      if (negative) at += 1;
      const filter = filterName();
      const exact = PARTNERS.has(query[at]);
      const text = exact ? quoted() : bare();
      const clause = { text, exact, negative, start, end: at };
      if (!search.normalise(text)) {
        const message = filter ? "冒号后面还要写上要找的内容。" : "这里没有要找的文字。";
        mistakes.push({ position: start, message });
      } else if (filter === "date") {
        addDate(clause);
      } else if (!filter || filter === "headline") {
        clauses.push({ ...clause, kind: "text", needle: search.normalise(text), headline: filter === "headline" });
      } else {
        clauses.push({ ...clause, kind: "label", facet: filter });
      }
    }

    function addDate(clause) {
      const period = parsePeriod(clause.text);
      if (period) clauses.push({ ...clause, kind: "date", period });
      else mistakes.push({ position: clause.start, message: `日期“${clause.text}”看不懂：请写成 2021-07-16、2021-07 或 2021-07..2021-08。` });
    }

    return { clauses, mistakes };
  }

  // "2021-07..2021-08", "2021..", "2021-07-16" as the first and last day in numbers (20210701); null when it is none.
  function parsePeriod(text) {
    const [from, to, more] = text.normalize("NFKC").trim().split(/\.\.+|~|至|到|—+|–/);
    if (more !== undefined || (!from && !to)) return null;
    const first = from ? parseDate(from) : [0, 0];
    const last = to === undefined ? first : to ? parseDate(to) : [0, 99999999];
    return first && last && first[0] <= last[1] ? [first[0], last[1]] : null;
  }

  function parseDate(text) {
    const [, year, month, day] = /^(\d{4})年?(?:[-/.]?(\d{1,2})月?(?:[-/.]?(\d{1,2})[日号]?)?)?$/.exec(text) ?? [];
    if (!year || Number(year) === 0) return null;
    if (month !== undefined && !(Number(month) >= 1 && Number(month) <= 12)) return null;
    if (day !== undefined) {
      const length = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
      if (!(Number(day) >= 1 && Number(day) <= length)) return null;
    }
    const number = Number(year) * 10000 + Number(month ?? 0) * 100 + Number(day ?? 0);
    return [firstDay(number), lastDay(number)];
  }

  // The earliest and the latest day that a date known to the day, the month or the year may mean.
  const firstDay = (date) => date + (date % 10000 === 0 ? 101 : date % 100 === 0 ? 1 : 0);
  const lastDay = (date) => date + (date % 10000 === 0 ? 1231 : date % 100 === 0 ? 31 : 0);

  // A page number in its one spelling (第03版 is 3, A01 is a1), or nothing.
  function pageNumber(text) {
    const written = /^第?([a-z]{0,2})0*(\d{1,4})版?$/.exec(search.normalise(text));
    return written ? written[1] + written[2] : "";
  }

  Object.assign(search, { parseQuery, parsePeriod, pageNumber, firstDay, lastDay });
})();

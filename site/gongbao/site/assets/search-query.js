// The query as typed, read as a tree of terms, strings in quotation marks and filters: the language of the newsroom's
// own search (gongbao.search.query), as far as a reader's archive has its fields.
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
  const COLONS = new Set([":", "："]);

  const NEWSROOM_ONLY = "newsroom";
  const FIELDS = new Map();
  const FIELD_NAMES = {
    district: "区 区县 地区 district",
    campaign: "主题 专题 campaign",
    activity: "活动 活动类型 activity",
    street: "街道 街乡 乡镇 street",
    byline: "记者 署名 作者 byline",
    photographer: "摄影 photographer",
    correspondent: "通讯员 correspondent",
    person: "人物 人名 person",
    pictured: "图片 pictured",
    page: "版 版面 page",
    column: "栏目 column",
    kind: "体裁 类型 kind",
    date: "日期 时间 date",
    headline: "标题 主标题 title headline",
    [NEWSROOM_ONLY]: "引题 肩题 kicker 状态 state 公开 public",
  };
  for (const [name, written] of Object.entries(FIELD_NAMES)) {
    for (const one of written.split(" ")) FIELDS.set(one, name);
  }

  // Filters written as one word; in quotation marks they are strings.
  const KEYWORDS = new Map(Object.entries({ 有图: "pictured", 无图: "pictured", 头版: "front" }));
  const CHOICES = { pictured: new Map(Object.entries({ 有: true, yes: true, 无: false, no: false })) };

  const SIGNS = new Map([..."(（"].map((sign) => [sign, "open"]).concat([...")）"].map((sign) => [sign, "close"])));
  SIGNS.set("|", "or").set("｜", "or");
  const WORDS = new Map(Object.entries({ OR: "or", 或: "or", AND: "and", 且: "and", NOT: "not", 不含: "not" }));

  // Tokens {kind, start, end} of the query; strings and words have their text, fields their name.
  function cutTokens(query, mistakes) {
    const tokens = [];
    const isSpace = (unit) => search.normalise(unit) === " ";
    let at = 0;

    function string() {
      const partner = PARTNERS.get(query[at]);
      const start = at;
      let text = "";
      for (at += 1; at < query.length; at += 1) {
        if (query[at] === partner) {
          at += 1;
          if (query[at] !== partner) return { kind: "string", text, start };
        }
        text += query[at];
      }
      mistakes.push({ position: start, message: `这里的引号还没有用 ${partner} 关上。` });
      return { kind: "string", text, start };
    }

    function word() {
      const start = at;
      while (at < query.length && !isSpace(query[at]) && !SIGNS.has(query[at]) && !endsWord(query[at])) {
        const written = query.slice(start, at);
        const field = COLONS.has(query[at]) && FIELDS.get(search.normalise(written));
        at += 1;
        if (field) return { kind: "field", field, start };
      }
      const text = query.slice(start, at);
      return { kind: WORDS.get(text) ?? "word", text, start };
    }

    while (at < query.length) {
      const start = at;
      if (isSpace(query[at])) {
        at += 1;
        continue;
      }
      if (PARTNERS.has(query[at])) tokens.push(string());
      else if (SIGNS.has(query[at])) tokens.push({ kind: SIGNS.get(query[at++]), start });
      else if (MINUS.has(query[at]) && at + 1 < query.length && !isSpace(query[at + 1])) {
        tokens.push({ kind: "not", start });
        at += 1;
      } else tokens.push(word());
      tokens[tokens.length - 1].end = at;
    }
    return tokens;
  }

  // {tree, clauses, mistakes}: the tree is {all: [...]}, {any: [...]}, {not: tree} or {clause: number}, or null when
  // nothing is asked; a clause is {kind: "text" | "label" | "date" | "everything", …, negative, start, end}.
  // What is not finished, as while it is typed, is told as a mistake and read as if it were.
  // ``today`` is the day that 去年 is counted from, 20210716.
  function parseQuery(query, today = search.readersToday()) {
    const mistakes = [];
    const clauses = [];
    const tokens = cutTokens(query, mistakes);
    let at = 0;
    const kind = () => tokens[at]?.kind;
    const tell = (position, message) => mistakes.push({ position, message });

    function either(field, negative) {
      const parts = [];
      for (;;) {
        const part = all(field, negative);
        if (part) parts.push(part);
        if (kind() !== "or") return parts.length > 1 ? { any: parts } : (parts[0] ?? null);
        const sign = tokens[at++];
        if (!part || !kind() || kind() === "close") tell(sign.start, "“或”的两边都要有内容。");
      }
    }

    function all(field, negative) {
      const parts = [];
      while (kind() && kind() !== "or" && kind() !== "close") {
        const part = one(field, negative);
        if (part) parts.push(part);
      }
      return parts.length > 1 ? { all: parts } : (parts[0] ?? null);
    }

    function one(field, negative) {
      const token = tokens[at++];
      if (token.kind === "and") return null;
      if (token.kind === "not") {
        const part = kind() && kind() !== "close" && kind() !== "or" ? one(field, !negative) : null;
        return part && { not: part };
      }
      if (token.kind === "open") return group(token, field, negative);
      if (token.kind !== "field") return clause(token, field, negative, token.start);
      if (kind() === "open") return group(tokens[at++], token.field, negative);
      if (kind() === "word" || kind() === "string") return clause(tokens[at++], token.field, negative, token.start);
      tell(token.start, "冒号后面还要写上要找的内容。");
      return null;
    }

    function group(token, field, negative) {
      const part = either(field, negative);
      if (kind() === "close") at += 1;
      else tell(token.start, "这个左括号还没有关上。");
      return part;
    }

    function clause(token, field, negative, start) {
      const read = readClause(token, field, today);
      if (typeof read === "string") {
        tell(start, read);
        return null;
      }
      clauses.push({ ...read, text: token.text, exact: token.kind === "string", negative, start, end: token.end });
      return { clause: clauses.length - 1 };
    }

    let tree = either("", false);
    while (kind() === "close") {
      tell(tokens[at++].start, "这个右括号前面没有左括号。");
      const more = either("", false);
      if (more) tree = tree ? { all: [tree, more] } : more;
    }
    return { tree, clauses, mistakes };
  }

  // What a word or string asks for, or the sentence that tells why it cannot be asked.
  function readClause({ kind, text }, field, today) {
    if (kind === "word" && text === "*" && !field) return { kind: "everything" };
    if (!search.normalise(text)) return "这里没有要找的文字。";
    if (field === NEWSROOM_ONLY) return "存档的网页不能按这一项检索。";
    if (field === "date") {
      const read = search.parsePeriod(text, today);
      return typeof read === "string" ? read : { kind: "date", period: read.period, today: read.relative ? today : 0 };
    }
    if (kind === "word" && !field && KEYWORDS.has(text)) return readKeyword(KEYWORDS.get(text), text === "无图");
    if (field === "pictured") {
      const choice = CHOICES.pictured.get(search.normalise(text));
      return choice === undefined ? "请写成 图片:有 或 图片:无。" : readKeyword(field, !choice);
    }
    if (field === "page" && kind === "word" && ["头版", "front"].includes(search.normalise(text))) return readKeyword("front");
    if (field && field !== "headline") return { kind: "label", facet: field };
    return { kind: "text", needle: search.normalise(text), headline: field === "headline" };
  }

  // Articles with a picture, and those on the front page: lists that a label is looked up in.
  function readKeyword(name, without = false) {
    return name === "front" ? { kind: "label", facet: "page", front: true } : { kind: "label", facet: name, all: true, without };
  }

  // {rest, periods}: the tree without the periods that narrow all of it, and their clauses' numbers; null when it is
  // nothing else. Periods beside others (或) or excluded stay.
  function withoutPeriods(tree, clauses) {
    const parts = (part) => (part?.all ? part.all.flatMap(parts) : part ? [part] : []);
    const all = parts(tree);
    const isPeriod = (part) => part.clause !== undefined && clauses[part.clause].kind === "date";
    const rest = all.filter((part) => !isPeriod(part));
    return { rest: rest.length ? { all: rest } : null, periods: all.filter(isPeriod).map((part) => part.clause) };
  }

  // The query with another period ("" for none) in place of those that narrow all of it.
  function narrowed(query, written) {
    const { tree, clauses, mistakes } = parseQuery(query);
    let rest = query;
    for (const { start, end } of withoutPeriods(tree, clauses).periods.map((at) => clauses[at]).reverse()) {
      rest = `${rest.slice(0, start).trimEnd()} ${rest.slice(end).trimStart()}`;
    }
    rest = rest.trim();
    if (!written || !rest) return rest || (written && `日期:${written}`);
    // What is not closed would swallow what stands behind it.
    if (mistakes.length) return tree?.any ? `日期:${written} (${rest}` : `日期:${written} ${rest}`;
    return tree?.any ? `(${rest}) 日期:${written}` : `${rest} 日期:${written}`;
  }

  // A page number in its one spelling (第03版 is 3, A01 is a1), or nothing.
  function pageNumber(text) {
    const written = /^第?([a-z]{0,2})0*(\d{1,4})版?$/.exec(search.normalise(text));
    return written ? written[1] + written[2] : "";
  }

  Object.assign(search, { parseQuery, pageNumber, withoutPeriods, narrowed });
})();

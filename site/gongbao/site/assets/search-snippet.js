// What a result shows of the text: the stretch around the best match, with every match marked.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});

  const BEFORE = 30; // characters shown before the first match
  const LENGTH = 110; // characters of a snippet

  // The folded strings that an understood query looks for, as far as they can be shown.
  function needlesOf(understood) {
    return understood
      .filter((clause) => clause.kind === "text" && !clause.negative)
      .flatMap((clause) => (clause.fellBack ? clause.words : [clause.needle]));
  }

  // [{text, marked}]: the text in stretches, of which those that match are marked.
  function markMatches(text, needles) {
    const composed = text.normalize("NFC");
    return cut(composed, search.findMatches(composed, needles), 0, composed.length);
  }

  // The stretches of the field that holds the most of the needles, about LENGTH characters of it.
  function snippet(document, needles) {
    const [, , fields] = search.searchedFields(document);
    const candidates = (document.paragraphs?.length ? [...document.paragraphs, ...fields] : fields).map((field) =>
      field.normalize("NFC"),
    );
    let best = { text: candidates[0] ?? "", matches: [], held: 0 };
    for (const text of candidates) {
      const folded = search.normalise(text);
      const held = needles.filter((needle) => folded.includes(needle)).length;
      if (held > best.held) best = { text, held };
    }
    best.matches ??= search.findMatches(best.text, needles);
    const begin = best.matches.length ? best.matches[0][0] : 0;
    const start = begin > BEFORE ? whole(best.text, begin - BEFORE) : 0;
    const end = whole(best.text, Math.max(start + LENGTH, best.matches[0]?.[1] ?? 0));
    const stretches = cut(best.text, best.matches, start, end);
    if (start > 0) stretches.unshift({ text: "…", marked: false });
    if (end < best.text.length) stretches.push({ text: "…", marked: false });
    return stretches;
  }

  // A place that does not halve a character of two units.
  function whole(text, place) {
    const unit = text.charCodeAt(place);
    return Math.min(text.length, unit >= 0xdc00 && unit <= 0xdfff ? place + 1 : place);
  }

  function cut(text, matches, start, end) {
    const stretches = [];
    let at = start;
    const add = (until, marked) => {
      if (until > at) stretches.push({ text: text.slice(at, until), marked });
      at = Math.max(at, until);
    };
    for (const [from, to] of matches) {
      if (to <= start || from >= end) continue;
      add(Math.max(from, start), false);
      add(Math.min(to, end), true);
    }
    add(end, false);
    return stretches;
  }

  Object.assign(search, { needlesOf, markMatches, snippet });
})();

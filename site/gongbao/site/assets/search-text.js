// The search's view of text: the same folding as gongbao.core.normal, and where a match stands in the original.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});

  // Python's white space (str.isspace), which is not JavaScript's \s: U+001C to U+001F and U+0085 belong, U+FEFF not.
  const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const SPACES = new RegExp(`[${SPACE}]+`, "g");
  const ONLY_SPACE = new RegExp(`^[${SPACE}]+$`);

  const folds = new Map(); // character → its fold; filled as characters are met
  let exceptions = new Map();

  // The manifest brings the characters whose case folding a browser cannot compute by itself.
  function useFoldingExceptions([characters, folded]) {
    exceptions = new Map(characters.map((character, index) => [character, folded[index]]));
    folds.clear();
  }

  function fold(character) {
    let folded = folds.get(character);
    if (folded === undefined) {
      folded = exceptions.get(character) ?? character.normalize("NFKC").toLowerCase().normalize("NFKC");
      folds.set(character, folded);
    }
    return folded;
  }

  function normalise(text) {
    let folded = "";
    for (const character of text.normalize("NFC")) folded += fold(character);
    return folded.replace(SPACES, " ");
  }

  // The folded text with, for each of its UTF-16 units, where the character it came from begins and ends in the text.
  function foldWithOrigins(text) {
    let folded = "";
    const starts = [];
    const ends = [];
    let at = 0;
    for (const character of text) {
      for (const unit of fold(character).split("")) {
        if (ONLY_SPACE.test(unit)) {
          if (folded.endsWith(" ")) {
            ends[ends.length - 1] = at + character.length;
            continue;
          }
          folded += " ";
        } else {
          folded += unit;
        }
        starts.push(at);
        ends.push(at + character.length);
      }
      at += character.length;
    }
    return { folded, starts, ends };
  }

  // Where the folded strings stand in a text that is composed (NFC): [start, end] pairs, merged, in order.
  function findMatches(text, needles) {
    const { folded, starts, ends } = foldWithOrigins(text);
    const found = [];
    for (const needle of needles) {
      if (!needle) continue;
      for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
        found.push([starts[at], ends[at + needle.length - 1]]);
      }
    }
    found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    const merged = [];
    for (const [start, end] of found) {
      const last = merged[merged.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else merged.push([start, end]);
    }
    return merged;
  }

  // Each word once, and none that another holds.
  const distinct = (words) => [...new Set(words)].filter((word, _, all) => !all.some((one) => one !== word && one.includes(word)));

  // Words of a term that no article holds as a string. Without a segmenter: the pairs of neighbouring characters.
  function cutIntoWords(term) {
    if (window.Intl?.Segmenter) {
      const segmenter = new Intl.Segmenter("zh-Hans", { granularity: "word" });
      const words = [...segmenter.segment(term)].filter((part) => part.isWordLike).map((part) => part.segment);
      if (words.length > 1) return distinct(words);
    }
    const characters = [...term].filter((character) => /[\p{L}\p{N}]/u.test(character));
    if (!characters.some((character) => /\p{Script=Han}/u.test(character))) return [];
    const pairs = distinct(characters.slice(1).map((character, index) => characters[index] + character));
    return pairs.length > 1 ? pairs : [];
  }

  // The fields and paragraphs of a document that are searched, by zone: headline, what stands around it, the rest.
  function searchedFields(document) {
    const printed = (credits) => (credits ?? []).flatMap(([name, , unit]) => [name, unit]);
    const zones = [
      [document.headline],
      [document.kicker, document.subhead, document.column],
      [
        document.dateline,
        ...printed(document.byline),
        ...(document.paragraphs ?? []),
        ...(document.pictures ?? []).flatMap(([caption, credits]) => [caption, ...printed(credits)]),
      ],
    ];
    return zones.map((fields) => fields.filter(Boolean));
  }

  Object.assign(search, { normalise, findMatches, cutIntoWords, searchedFields, useFoldingExceptions });
})();

// Dates and ranges as people write them, read as first and last day: as gongbao.search.query.periods and .relative.
// A day is a number, 20210716; what is counted from today is counted from the reader's own.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});

  const NO_END = 99999999;

  // How many days, weeks, months or years ago. A week begins on Monday.
  const counted = (written) =>
    new Map(Object.entries(written).flatMap(([ago, words]) => words.split(" ").map((word) => [word, Number(ago)])));
  const DAYS = counted({ 0: "今天 今日 今 today", 1: "昨天 昨日 yesterday", 2: "前天" });
  const WEEKS = counted({ 0: "本周 这周 本星期 thisweek", 1: "上周 上星期 上个星期 lastweek" });
  const MONTHS = counted({ 0: "本月 这个月 thismonth", 1: "上月 上个月 lastmonth" });
  const YEARS = counted({ 0: "今年 本年 thisyear", 1: "去年 lastyear", 2: "前年" });
  const YEAR = new RegExp(`^(?:${[...YEARS.keys()].join("|")})`);
  const RECENT = /^(?:(?:最近|近)(\d{1,4}|半)(天|日|周|个?星期|个?月|年)|last(\d{1,4})(day|week|month|year)s?)$/;
  // Months and days of one unit, by its last character or its English name; of half a unit.
  const UNITS = {
    ...{ 天: [0, 1], 日: [0, 1], day: [0, 1] },
    ...{ 周: [0, 7], 期: [0, 7], week: [0, 7] },
    ...{ 月: [1, 0], month: [1, 0] },
    ...{ 年: [12, 0], year: [12, 0] },
  };
  const HALVES = { 月: [0, 15], 年: [6, 0] };

  const POINT = /^(\d{4})年?(?:[-/.]?(\d{1,2})月?(?:[-/.]?(\d{1,2})[日号]?)?)?$/;
  const HALF = /^(\d{4})(?:年?([上下])半年|-?h([12]))$/;
  const QUARTER = /^(\d{4})(?:年?第?([1-4])季度?|-?q([1-4]))$/;
  const YEARLESS = /^(?:\d{1,2}月(?:\d{1,2}[日号]?)?|[上下]半年|第?[1-4]季度?)$/;
  const RANGE = /\.{2,}|~|至|到|—+|–/;
  const HOW_TO = "请写成 2021、2021-07、2021年7月16日、去年、近三个月，或者范围 2021-07..2021-08。";

  // One to ninety-nine, where something is counted by it.
  const NUMERALS = /[一二两三四五六七八九十]+(?=[年月日号天周季个星])/g;
  const NUMERAL = /^(?:两|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])$/;
  const FIGURES = "零一二三四五六七八九";

  const digits = (text) => text.replace(NUMERALS, (written) => (NUMERAL.test(written) ? String(numberOf(written)) : written));

  function numberOf(numeral) {
    if (numeral === "两") return 2;
    const ten = numeral.indexOf("十");
    const [tens, ones] = ten < 0 ? ["", numeral] : [numeral.slice(0, ten) || "一", numeral.slice(ten + 1)];
    return (ten < 0 ? 0 : FIGURES.indexOf(tens) * 10) + (ones ? FIGURES.indexOf(ones) : 0);
  }

  // Days as whole numbers from an epoch, by the calendar and no clock.
  const ordinal = (day) => {
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(day / 10000), (Math.floor(day / 100) % 100) - 1, day % 100);
    return date;
  };
  const numberOfDay = (date) => date.getUTCFullYear() * 10000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();

  function daysAgo(day, count) {
    const date = ordinal(day);
    date.setUTCDate(date.getUTCDate() - count);
    return numberOfDay(date);
  }

  const lengthOfMonth = (year, month) => ordinal(month === 12 ? year * 10000 + 1231 : year * 10000 + (month + 1) * 100).getUTCDate();

  // The same day of an earlier month, or the last one of it; 0 before the calendar.
  function monthsAgo(day, count) {
    const months = Math.floor(day / 10000) * 12 + (Math.floor(day / 100) % 100) - 1 - count;
    const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
    return year < 1 ? 0 : year * 10000 + month * 100 + Math.min(day % 100, lengthOfMonth(year, month));
  }

  const ofMonths = (year, month, count) => [year * 10000 + month * 100 + 1, year * 10000 + (month + count - 1) * 100 + 31];

  // The first and last day; null when it is not counted from today; undefined for no day at all.
  function readRelative(text, today) {
    if (DAYS.has(text)) return [daysAgo(today, DAYS.get(text)), daysAgo(today, DAYS.get(text))];
    if (WEEKS.has(text)) {
      const monday = daysAgo(today, ((ordinal(today).getUTCDay() + 6) % 7) + 7 * WEEKS.get(text));
      return [monday, daysAgo(monday, -6)];
    }
    if (MONTHS.has(text)) {
      const month = Math.floor(monthsAgo(today, MONTHS.get(text)) / 100);
      return ofMonths(Math.floor(month / 100), month % 100, 1);
    }
    const recent = RECENT.exec(text);
    return recent && readRecent(recent[1] ?? recent[3], recent[4] ?? recent[2].slice(-1), today);
  }

  function readRecent(number, unit, today) {
    if (number === "半" && !HALVES[unit]) return null;
    if (number !== "半" && !Number(number)) return undefined;
    const [months, days] = number === "半" ? HALVES[unit] : UNITS[unit].map((size) => size * Number(number));
    const first = monthsAgo(today, months) && daysAgo(monthsAgo(today, months), days);
    return first >= 10101 ? [first, today] : undefined;
  }

  // What has a year in figures; null for anything else, undefined for a day that does not exist.
  function readDated(text) {
    const point = POINT.exec(text);
    if (point) return readPoint(...point.slice(1).map((part) => (part === undefined ? null : Number(part))));
    const half = HALF.exec(text);
    if (half) return ofMonths(Number(half[1]), half[2] === "上" || half[3] === "1" ? 1 : 7, 6);
    const quarter = QUARTER.exec(text);
    return quarter && ofMonths(Number(quarter[1]), 3 * Number(quarter[2] ?? quarter[3]) - 2, 3);
  }

  function readPoint(year, month, day) {
    if (year === 0 || month === 0 || day === 0 || month > 12) return undefined;
    if (day !== null && day > lengthOfMonth(year, month)) return undefined;
    const date = year * 10000 + (month ?? 0) * 100 + (day ?? 0);
    return [firstDay(date), lastDay(date)];
  }

  // {period: [first, last], relative} of what is written; or the sentence that tells why it cannot be read.
  function parsePeriod(text, today) {
    const [from, to, more] = search.normalise(text).trim().split(RANGE);
    if (more !== undefined || !(from || to)) return `日期“${text}”看不懂：${HOW_TO}`;
    let relative = false;
    const days = [];
    for (const end of [from, to]) {
      if (!end) {
        days.push(end === undefined ? days[0] : null);
        continue;
      }
      const written = digits(end.trim());
      const dated = written.replace(YEAR, (word) => `${String(Math.floor(today / 10000) - YEARS.get(word)).padStart(4, "0")}年`);
      const counting = readRelative(written.replaceAll(" ", ""), today);
      const read = counting === null ? readDated(dated) : counting;
      if (read === undefined) return `日期“${end}”不存在：${HOW_TO}`;
      if (!read && YEARLESS.test(written)) return `日期“${end}”没有写年份：请写成 2021年${end}、今年${end} 或 去年${end}。`;
      if (!read) return `日期“${end}”看不懂：${HOW_TO}`;
      relative ||= counting !== null || dated !== written;
      days.push(read);
    }
    const period = [days[0]?.[0] ?? 0, days[1]?.[1] ?? NO_END];
    if (period[0] > period[1]) return `日期范围“${text}”的起止颠倒了：请把早的写在前面。`;
    return { period, relative };
  }

  // The earliest and the latest day that a date known to the day, the month or the year may mean.
  const firstDay = (date) => date + (date % 10000 === 0 ? 101 : date % 100 === 0 ? 1 : 0);
  const lastDay = (date) => date + (date % 10000 === 0 ? 1231 : date % 100 === 0 ? 31 : 0);

  // The period in words: 2021年3月至2021年6月, 2020年起, 2021年7月16日.
  function periodText([first, last]) {
    const [open, endless] = [!first, last === NO_END];
    const years = (open || first % 10000 === 101) && (endless || last % 10000 === 1231);
    const months = (open || first % 100 === 1) && (endless || last % 100 === 31);
    const written = (day) => {
      const [year, month, date] = [Math.floor(day / 10000), Math.floor(day / 100) % 100, day % 100];
      return `${year}年${years ? "" : `${month}月`}${years || months ? "" : `${date}日`}`;
    };
    if (open) return `${written(last)}止`;
    if (endless) return `${written(first)}起`;
    return written(first) === written(last) ? written(first) : `${written(first)}至${written(last)}`;
  }

  // The day by the reader's clock and calendar.
  function readersToday() {
    const now = new Date();
    return now.getFullYear() * 10000 + (now.getMonth() + 1) * 100 + now.getDate();
  }

  Object.assign(search, { parsePeriod, periodText, readersToday, firstDay, lastDay, NO_END });
})();

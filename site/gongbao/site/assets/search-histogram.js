// How the hits lie over the years and months, and a period chosen by dragging over the bars or by two sliders.
"use strict";

(() => {
  const search = (window.gongbaoSearch ??= {});

  const SVG = "http://www.w3.org/2000/svg";
  const MOST_MONTHS = 72; // bars that a phone still shows apart; of more the years are drawn
  const LEAST_HEIGHT = 3; // of 100, so that one article among thousands is seen
  const WAIT_MILLISECONDS = 400; // after the last key on a slider

  const monthText = (year, month) => `${year}-${String(month).padStart(2, "0")}`;

  // ``months`` counts hits by year · 100 + month (0 where it is not known). A bar is {text, written, first, last, count}.
  function yearBars(months) {
    const years = new Map();
    for (const [month, count] of months) {
      const year = Math.floor(month / 100);
      if (year) years.set(year, (years.get(year) ?? 0) + count);
    }
    const [from, to] = [Math.min(...years.keys()), Math.max(...years.keys())];
    return Array.from({ length: years.size ? to - from + 1 : 0 }, (_, at) => {
      const year = from + at;
      const written = monthText(String(year).padStart(4, "0"), 0).slice(0, 4);
      return { text: `${year}年`, written, first: year * 10000 + 101, last: year * 10000 + 1231, count: years.get(year) ?? 0 };
    });
  }

  // From January of the one year to December of the other, less the empty months at both ends of the archive.
  function monthBars(months, from, to) {
    const bars = [];
    for (let year = from; year <= to; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        const first = year * 10000 + month * 100 + 1;
        const written = monthText(String(year).padStart(4, "0"), month);
        bars.push({ text: `${year}年${month}月`, written, first, last: first + 30, count: months.get(year * 100 + month) ?? 0 });
      }
    }
    return bars;
  }

  function trimmed(bars) {
    const begin = bars.findIndex((bar) => bar.count);
    return begin < 0 ? [] : bars.slice(begin, bars.findLastIndex((bar) => bar.count) + 1);
  }

  const yearOf = (day) => Math.floor(day / 10000);
  const ofWholeYears = ([first, last]) => first % 10000 <= 101 && (last % 10000 === 1231 || last === search.NO_END);

  // {unit, bars, zoomed}: by month where that is few enough, otherwise by year, and of a few years' period by month.
  function chooseBars(months, period, wanted) {
    const years = yearBars(months);
    if (!years.length) return { unit: "year", bars: [] };
    const [begin, end] = [yearOf(years[0].first), yearOf(years[years.length - 1].first)];
    const all = trimmed(monthBars(months, begin, end));
    if (all.length && all.length <= MOST_MONTHS) return { unit: "month", bars: all };
    const span = period && [Math.max(begin, yearOf(period[0])), Math.min(end, yearOf(period[1]))];
    const zoomable = Boolean(span) && span[0] <= span[1] && (span[1] - span[0] + 1) * 12 <= MOST_MONTHS;
    if (zoomable && (wanted ?? (ofWholeYears(period) ? "year" : "month")) === "month") {
      return { unit: "month", bars: monthBars(months, ...span), zoomed: true, zoomable };
    }
    return { unit: "year", bars: years, zoomable };
  }

  // ``part``: the elements by id; ``choose`` is called with the period as it is written in a query, or "" for any.
  function makeHistogram(part, choose) {
    let view = { unit: "year", bars: [] };
    let chosen = [0, 0]; // the first and the last bar that are chosen
    let wanted = null; // "year" or "month" when the reader said so
    let grip = null; // of a drag: the bar where it began
    let timer = 0;
    let latest = null; // what is to be drawn: [months, period]

    function show(months, period) {
      latest = [months, period];
      if (grip === null && !timer) draw();
    }

    function draw() {
      const [months, period] = latest;
      if (!period) wanted = null;
      view = chooseBars(months, period, wanted);
      part.dates.hidden = view.bars.length < 2 && !period;
      const { bars } = view;
      const most = Math.max(1, ...bars.map((bar) => bar.count));
      part.bars.setAttribute("viewBox", `0 0 ${Math.max(1, bars.length)} 100`);
      part.bars.replaceChildren(...bars.map((bar, at) => drawBar(bar, at, most)));
      part.earliest.textContent = bars[0]?.text ?? "";
      part.latest.textContent = bars.length > 1 ? bars[bars.length - 1].text : "";
      for (const slider of [part.from, part.to]) slider.max = Math.max(0, bars.length - 1);
      // Each slider's grip stands below the middle of its bar.
      part.sliders.style.marginInline = `calc(${50 / Math.max(1, bars.length)}% - 0.5rem)`;
      part.anytime.hidden = !period;
      part.zoom.hidden = !view.zoomable;
      part.zoom.textContent = view.zoomed ? "按年看" : "按月看";
      mark(chosenBars(period), period);
    }

    function chosenBars(period) {
      if (!period) return [0, view.bars.length - 1];
      const touches = (bar) => bar.first <= period[1] && bar.last >= period[0];
      return [view.bars.findIndex(touches), view.bars.findLastIndex(touches)];
    }

    function mark([from, to], period) {
      chosen = [from, to];
      const { bars } = view;
      [...part.bars.children].forEach((bar, at) => bar.classList.toggle("chosen", at >= from && at <= to));
      [part.from, part.to].forEach((slider, end) => {
        const bar = bars[Math.max(0, chosen[end])];
        slider.value = Math.max(0, chosen[end]);
        slider.setAttribute("aria-valuetext", bar ? `${bar.text}，${bar.count.toLocaleString("zh-CN")} 篇` : "没有");
      });
      const whole = from === 0 && to === bars.length - 1;
      if (period) part.period.textContent = search.periodText(period);
      else part.period.textContent = whole || from < 0 ? "" : search.periodText([bars[from].first, bars[to].last]);
    }

    function commit() {
      clearTimeout(timer);
      timer = 0;
      grip = null;
      const { bars, unit, zoomed } = view;
      const [from, to] = chosen;
      wanted = unit;
      if (from < 0 || (!zoomed && from === 0 && to === bars.length - 1)) return choose("");
      return choose(from === to ? bars[from].written : `${bars[from].written}..${bars[to].written}`);
    }

    const barAt = (event) => {
      const { left, width } = part.bars.getBoundingClientRect();
      const at = Math.floor(((event.clientX - left) / width) * view.bars.length);
      return Math.min(view.bars.length - 1, Math.max(0, at));
    };
    const between = (one, other) => [Math.min(one, other), Math.max(one, other)];

    function letGo() {
      grip = null;
      draw();
    }

    part.bars.addEventListener("pointerdown", (event) => {
      if (event.button || !view.bars.length) return;
      event.preventDefault();
      part.bars.setPointerCapture(event.pointerId);
      grip = barAt(event);
      mark([grip, grip]);
    });
    part.bars.addEventListener("pointermove", (event) => grip !== null && mark(between(grip, barAt(event))));
    part.bars.addEventListener("pointerup", (event) => {
      if (grip === null) return;
      mark(between(grip, barAt(event)));
      commit();
    });
    part.bars.addEventListener("pointercancel", () => grip !== null && letGo());
    document.addEventListener("keydown", (event) => event.key === "Escape" && grip !== null && letGo());

    // The slider that is moved goes no further than the other one.
    for (const slider of [part.from, part.to]) {
      slider.addEventListener("input", () => {
        const [from, to] = [Number(part.from.value), Number(part.to.value)];
        mark(slider === part.from ? [Math.min(from, to), to] : [from, Math.max(from, to)]);
      });
      slider.addEventListener("change", () => {
        clearTimeout(timer);
        timer = setTimeout(commit, WAIT_MILLISECONDS);
      });
    }
    part.anytime.addEventListener("click", () => choose(""));
    part.zoom.addEventListener("click", () => {
      wanted = view.zoomed ? "year" : "month";
      draw();
    });

    return { show };
  }

  function drawBar(bar, at, most) {
    const group = document.createElementNS(SVG, "g");
    const title = document.createElementNS(SVG, "title");
    title.textContent = `${bar.text}：${bar.count.toLocaleString("zh-CN")} 篇`;
    const height = bar.count ? Math.max(LEAST_HEIGHT, (100 * bar.count) / most) : 0;
    group.append(title, rectangle({ class: "room", x: at, y: 0, width: 1, height: 100 }));
    if (bar.count) group.append(rectangle({ class: "bar", x: at + 0.08, y: 100 - height, width: 0.84, height }));
    return group;
  }

  function rectangle(attributes) {
    const element = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  Object.assign(search, { makeHistogram });
})();

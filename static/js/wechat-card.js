// Tells WeChat which card to make of what is passed on by its own menu. WeChat's script, which makes `wx`, runs before.
const place = document.querySelector("[data-wechat-card]");
const { wx } = window;

function prepare({ card, ...signed }) {
  wx.config({ ...signed, jsApiList: ["updateAppMessageShareData", "updateTimelineShareData"] });
  wx.ready(() => {
    wx.updateAppMessageShareData(card);
    wx.updateTimelineShareData(card);
  });
}

if (place && wx) {
  fetch(place.dataset.wechatCard)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then(prepare, () => { /* WeChat then makes its plain card. */ });
}

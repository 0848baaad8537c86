"""What spam is about, and what it asks for, in words of several languages.

A word by itself says little: people discuss loans and ask to share. That a text sells or calls, in
whatever words and language, is what one kind of spam has in common with the next.
"""

import re
from collections.abc import Iterable

from comments.learning.skeleton import Word, skeleton

_WORDS = {
    "visit": """
        visit click checkout check watch look see browse klick klicken klickt besuche besuchen
        besucht clic cliquez visitez visita visite haz pincha clicca visita acesse clique посетите
        посети жми жмите переходи переходите заходи заходите смотри смотрите kliknij odwiedź tıkla
        ziyaret
    """,
    "follow": """
        subscribe subscribed subs sub follow like likes share vote join add repost retweet
        abonniere abonniert abonnez suscríbete suscribete sígueme sigueme iscriviti inscreva
        inscrever подпишись подписывайтесь подписка лайк зарегистрируйся register signup
    """,
    "buy": """
        buy order purchase sale sales shop store price prices discount discounts cheap cheapest
        deal deals offer offers promo promotion coupon coupons wholesale shipping delivery replica
        kaufen bestellen billig rabatt angebot acheter achat soldes remise comprar compra barato
        oferta ofertas descuento comprare offerta sconto economico desconto купить заказать скидка
        скидки цена дешево продажа промокод kup tanio satın indirim
    """,
    "gain": """
        free win won winner winners prize prizes award awarded claim bonus reward cash earn earning
        earnings income profit profits rich millionaire guaranteed guarantee gratis gewinn gewinnen
        gewonnen verdienen gratuit gagner gagnez gagné ganar gana premio gratuito dinero guadagnare
        vincere ganhar grátis prêmio бесплатно выиграй выигрыш приз бонус заработок заработать
        заработай доход деньги darmowe kazan ücretsiz
    """,
    "finance": """
        loan loans credit mortgage debt invest investment investing investor trading trader forex
        bitcoin btc crypto cryptocurrency binary options broker insurance kredit kredite darlehen
        prêt crédit préstamo credito prestito empréstimo кредит кредиты займ займы инвестиции
        криптовалюта биткоин форекс
    """,
    "pills": """
        viagra cialis tadalafil sildenafil levitra kamagra pharmacy pharmacies drugstore pills
        tablets prescription steroids cbd weight slimming diet keto potenzmittel apotheke pharmacie
        farmacia виагра сиалис таблетки похудеть похудение аптека
    """,
    "gambling": """
        casino casinos poker bet bets betting slots slot roulette jackpot blackjack bookmaker
        lottery lotto spins wette wetten sportwetten apuestas scommesse apostas казино
        ставки рулетка слоты букмекер покер
    """,
    "adult": """
        porn porno xxx nude nudes escort escorts webcam milf horny dating hookup sexy hot babes
        singles erotik erotique sexo порно проститутки знакомства эротика интим
    """,
    "market": """
        seo backlinks backlink traffic leads ranking ranked marketing advertise advertising promote
        promoting hosting domain webmaster software bots bot captcha followers views продвижение
        раскрутка трафик рассылка реклама werbung publicité publicidad
    """,
    "contact": """
        whatsapp telegram viber skype wechat icq email mail txt text texting sms call dial contact
        msg message pm dm inbox kontakt contactez contacto звоните пишите телеграм ватсап
    """,
    "own": """
        channel channels blog website site page profile video videos vids facebook twitter
        instagram insta soundcloud youtube youtuber kanal seite chaîne canal pagina sito канал сайт
        страница
    """,
    "praise": """
        awesome amazing fantastic great informative helpful useful wonderful excellent brilliant
        nice thanks
    """,
    "urge": """
        now today hurry limited urgent urgently immediately instantly instant asap jetzt sofort
        maintenant ahora adesso agora сейчас сегодня срочно быстро
    """,
}
_TOPIC = {str(skeleton(word)): topic for topic, words in _WORDS.items() for word in words.split()}
_TERM = re.compile(r"[^\W\d_]{2,30}")

TOPICS = tuple(_WORDS)


def topics(words: Iterable[Word]) -> list[str]:
    """What the words are about, in the order in which it is said, each once."""
    found = (_TOPIC.get(term) for word in words for term in _TERM.findall(word.text))
    return [*dict.fromkeys(topic for topic in found if topic is not None)]

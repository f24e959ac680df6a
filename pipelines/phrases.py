"""What boilerplate says, in French and English: the words behind `pipelines.boilerplate`, and how much each weighs.

Every pattern is a regular expression over a *plain* line: lower case, no accents, straight quotes, one space between
words, `email` for `e-mail`, `copyright` for ©, nothing but words at either end. One pattern a line, so that they read
and grow as lists. How far a pattern convinces depends on the table it stands in; whether the line goes is decided
from all the evidence together.
"""

from __future__ import annotations

import re
from re import Pattern

# Says nothing but this, and no article says it: the whole line.
ALONE = {
    "comment": r"""
        (leave|post|add|write|submit) (a|your) (comment|reply|response)( \(?\+?\)?)?( below)?( cancel reply)?
        (\d+ |no |show |view |see |hide |read |all |load(ing)? |top |rated |new |latest |your |reader |join the )*(comments?|responses)( \(?\d+)?
        join (the|in the|our) (discussion|conversation|debate)|want to join the discussion|have your say
        be the first to (comment|react|reply|leave a (comment|reply))|feel free to contribute|cancel reply
        comments (are|have been) (now )?(closed|disabled|off|turned off).*|comments? off on .*
        your email (address )?will not be (published|shared|made public).*|required fields are marked.*
        save my name,? email,?.*|this site uses akismet.*|learn how your comment data is processed
        notify me of (new|follow-?up) (posts|comments).*|you must be (logged|signed) in to (post|leave) a comment.*
        (please )?(log|sign) in( or register)? to (comment|leave a comment|reply|join the conversation).*
        (\d+ |aucun |nos |vos |tous les |voir les |lire les |afficher les |masquer les |derniers )*commentaires?( \(?\d+)?( sur .*)?
        (laissez?|postez?|poster|ajoutez?|ajouter|publier|ecrire|deposer) (un|votre|une|mon) (commentaire|reponse|avis|reaction)( annuler la reponse)?
        (laisser|laissez) (un|votre) (commentaire|message)|annuler la reponse|repondre a .{2,30} annuler la reponse
        (\d+ )?reactions? (a|sur) (cet|l')? ?article|(voir|lire) (les|toutes les) (\d+ )?reactions|reagir( a (cet|l') ?article)?
        reagissez( (a cet article|maintenant|en direct))?|vos (reactions|avis)|votre (reaction|avis) nous interesse
        soyez le (premier|1er) a (commenter|reagir|laisser).*|les commentaires sont (fermes|desactives|clos).*|commentaires fermes.*
        (votre|l') ?(adresse )?(email|de messagerie|courriel)( de messagerie)? ne sera pas (publiee?|affichee?|communiquee?).*
        les champs (obligatoires|requis|necessaires).*|enregistrer mon nom,? .*|ce site (utilise|emploie) akismet.*
        (en savoir plus sur|apprenez)( comment| la facon dont)? (les donnees de vos commentaires|vos donnees de commentaires?).*
        vous devez (etre|vous) (connecte|inscrit|identifie|connecter).{0,30}(commentaire|commenter|reagir).*
        (connectez|identifiez|inscrivez)-vous( ou inscrivez-vous)? pour (commenter|reagir|laisser|publier|participer).*
        (prevenez|avertissez|notifiez)-moi.*(commentaires?|articles?).*|signaler (un abus|ce commentaire|une erreur)|reagissez a l'article
        tell us what you think|what do you think|qu'en pensez-vous|donnez(-nous)? votre avis|report (this )?(comment|abuse)
        (name|nom|pseudo|email|website|site web|site internet|commentaire|comment|prenom)( \(?(required|obligatoire|requis))?
    """,
    "related": r"""
        (read|see|watch|learn|find out|discover|view|explore) (also|more|all|next)|(also|must|more to) (read|see)
        (related|recommended|similar|suggested|featured|recent|latest|trending|popular|most popular|most read|top|more|other|editors'?) (articles?|stor(y|ies)|posts?|news|reading|content|coverage|topics?|links?|picks?|headlines?|from us)( from .{2,40})?
        (most|trending|popular) (read|viewed|shared|commented|popular|now|on .{2,30})|(you )?(may|might) also (like|enjoy|be interested in)
        (more|read more|all articles|all posts) (on|from|by|about|in) (this|the|our)? ?.{2,40}|more (on|from) this (story|topic|series|author|section)
        (what to|up|coming) (read )?next|don'?t miss( out)?|(continue|keep) reading( the (main story|article))?|in case you missed it
        (previous|next|older|newer) (article|post|story|entries)|read (the|this|our) (full|whole|original|rest of the|complete) (article|story|report|post|review|interview).*
        (click|tap) (here|through) (to|for) (read|see|view|learn|find|more).*|(a )?(lire|voir|ecouter|relire|decouvrir|regarder)( aussi| egalement| encore| ensuite)
        (a|nos articles a) (lire|voir|relire)( aussi| egalement| ensuite| sur le sujet| dans ce dossier| absolument)?
        (lire|voir) la suite.*|(lire|voir|retrouvez) (tous|toutes|l'ensemble de) (nos|les) (articles|actualites|infos)?.*
        (sur|autour de|dans) (le|la|les|ce) (meme|memes|meme) (sujet|theme|thematique|rubrique|dossier|serie|sujets|auteur)|(du|des) memes? auteurs?
        (nos|les|autres|derniers|dernieres|articles?|contenus?|dossiers?|sujets?|actualites?|infos?|plus) (articles?|dernieres|derniers|lies?|associes?|similaires?|connexes?|lus|lues|partages|commentes|populaires|recents?|recentes?|sur ce (theme|sujet)|sur le (meme )?sujet)( .{2,30})?
        (vous (aimerez|pourriez|devriez) (peut-etre )?(aussi|egalement)?|(ca|cela) (peut|pourrait) vous)( aussi)? ?(aimer|interesser|plaire|lire|apprecier)?
        (a|ne) (ne pas|pas) (manquer|rater)|pour aller plus loin|(la|notre) redaction vous (conseille|recommande)|(on|nous) vous (recommande|conseille|recommandons)
        (nos|notre) (dossier|selection|conseils de lecture|recommandations|suggestions)( special| du jour)?
        (article|billet|page|publication) (precedent|suivant)e?|retour (a l'accueil|aux articles|vers toutes les actualites|a la liste)
        en savoir plus|plus d'(infos|informations|articles|actualites?)|toute l'actu(alite)?( .{2,40})?|recommande pour vous|recommended( for you)?
        from around the web|around the web|ailleurs sur le web|a suivre( dans .{2,30})?|more
    """,
    "share": r"""
        (\d[\d.,k]* )?(shares?|partages|tweets|likes|j'aime)|(like|share|save|print) this( article| story| post| page| entry| content)?( (with|on) .{2,40})?
        (partagez?|partager|imprimer|envoyer|enregistrer|sauvegarder|copier|recommander|transmettre)( (cet|cette|l'|ce|le|la|mon|votre))? ?(article|page|info|actualite|lien|contenu|histoire|publication|billet)( .{2,40})?
        (share|tweet|pin|post|email|send)( this)?( article| story| page| link)? (to|on|via|with|by) .{2,30}|copy (the |this )?link( to clipboard)?
        (partagez?|partager|envoyer|tweeter|suivre) (par|via|sur) .{2,30}|cliqu(ez|er) pour (partager|imprimer|envoyer).*
        click to (share|email|print|tweet).*|(close|show|view|more)( extra)? shar(e|ing) options|like this|j'aime ca|email this.{0,30}
        spread the word|faites passer|(like|enjoyed?|loved?) (this|the|our) (article|story|post|read)\?? .{0,20}share.*
        (vous (avez|aimez)|cet article vous a).{0,30} (aime|plu|interesse|article).{0,10} partage.*
        (follow|find|like|join|connect with|add) (us|me|the .{2,30}|our .{2,30}) (on|at|via) .{2,60}|suivez(-| )(nous|moi|la redaction|toute l'actu.{0,30}|notre .{2,30}) (sur|via) .{2,60}
        (rejoignez|retrouvez|likez|aimez)(-| )(nous|notre page|moi) sur .{2,60}
    """,
    "newsletter": r"""
        (sign up|subscribe|register)( now| today| here| free| for free)?|(our|the|daily|weekly|free|morning|breaking news|email)*( \w+){0,3} newsletters?
        thank(s| you) for (signing up|subscribing|registering).*|(there was an error processing|we('ve| have) received) your (subscription|request).*
        (keep an eye on|check) your inbox.*|(enter|your) (your )?email( address)?|by (signing up|subscribing|submitting|registering|providing).*
        (la |notre |nos |les )?(newsletters?|lettres? d'informations?|infolettres?)( .{2,30})?|votre (adresse )?(email|courriel)
        (merci|bravo)[ ,!]*(pour )?votre (inscription|abonnement).*|en (vous inscrivant|vous abonnant|cliquant|soumettant|renseignant).*(acceptez|reconnaissez|consentez).*
        (inscription|je m'inscris|s'inscrire|m'inscrire|desinscription|se desinscrire|unsubscribe)( (gratuite|gratuitement|a la newsletter))?
        vous pouvez vous desinscrire.*|you can unsubscribe.*|(recevez|suivez|recevoir) (nos|les|toutes nos) (alertes|newsletters?|infos|actualites).{0,60}
        (no spam|zero spam|pas de spam|never any spam).{0,40}|(get|receive) (our|the|daily|weekly) .{0,40}(newsletter|in your inbox|by email)
    """,
    "subscription": r"""
        (already|deja) (a subscriber|subscribed|have an account|a member|abonnee?|inscrite?|un compte).{0,60}
        (subscribe|sign up|log in|sign in|register|join)( now| today| here)?( to|and) (read|continue|unlock|access|keep|get|view|support).*
        (this|the full) (article|story|content|post|page) is (only |exclusively )?(for|available to|reserved for|available only to) (our )?.{0,20}(subscribers|members|premium).*
        (cet|l') ?(article|contenu) (complet )?est (exclusivement )?(reserve|destine|accessible) (a|aux|a nos|uniquement aux|seulement aux) ?.{0,20}(abonne|membre|adherent).*
        (contenu|article|edition|reserve|offre)s? (reserves? |exclusifs? |abonnes? |premium )*(aux |pour les )?(abonnes|premium|abonne)
        (il vous reste|you have) \d+ ?(%|pour ?cents?|free|articles?).*|la suite est reservee aux abonnes.*|pour lire la suite.{0,60}
        (start|begin|try|get) (your|a|our|the) (free )?(trial|subscription|membership|month|digital).*|(essai|offre|abonnement) (gratuit|sans engagement|a partir de|numerique|decouverte).{0,60}
        (s'abonner|je m'abonne|abonnez-vous|abonnement|me connecter|se connecter|j'en profite|voir les offres)( (maintenant|ici|pour \d.*|des \d.*|a partir de \d.*|en illimite|sans engagement))*
        (decouvrez|voir|profitez de) (nos|toutes nos|notre) (offres?|formules?)( d'abonnement.*)?|subscribe (for|from) .{1,30}
    """,
    "advertisement": r"""
        (advertisements?|advertising|ads?|sponsored( content| post| links?| by .{2,30})?|paid (content|post|partnership)|promoted( content| by .{2,30})?|partner content)( -|:)?( continue reading.*)?
        (article|story) continues (below|after)( (this )?(the )?(advertisement|ad|newsletter|promotion).*)?|continue reading (below|after).*|scroll (down )?(to|for) (continue|more).*
        (publicites?|pub|annonces?|contenu (sponsorise|partenaire)|sponsorise( par .{2,30})?|publi-?(redactionnel|reportage|communique)|liens sponsorises|annonceur)
        (la suite (de (votre|l') ?(article|lecture) )?(apres|sous)|l'article continue apres|suite apres|lecture apres) (cette |la )?(publicite|pub|annonce|video).*
        (fermer|passer|masquer|skip|close|hide) (la |l'|the |this )?(publicite|annonce|ad|advertisement)|report this ad|signaler cette publicite|why this ad
    """,
    "copyright": r"""
        (all|tous) (rights|droits)( de reproduction| de diffusion)?( et de .{2,30})? (reserved|reserves).*
        (copyright|\(c\)) .{0,40}\d{4}.{0,120}|\d{4} copyright .{0,60}|copyright (the )?[\w' &.-]{2,40}(all rights reserved|tous droits.*)?
        (this|the) (material|content|story|article|report)s? (may|must|can) ?not be (published|reproduced|broadcast|copied|used|republished|redistributed).*
        (toute )?(reproduction|utilisation|diffusion|rediffusion|copie)( (meme )?(partielle|totale|integrale)( ou (partielle|totale|integrale))?)?( et (diffusion|utilisation))?( (est|sont))? (strictement |formellement )?interdites?.*
        (this|the) (article|story|piece|post|report|essay) (was |is |has been |first |originally )*(re)?(published|appeared|posted)( originally| first)?( here)? (on|in|at|from|by|under) .{2,90}
        (cet|l') ?(article|texte) (a ete |est |fut )*(initialement |d'abord |originellement )?(re)?publie( initialement| a l'origine| pour la premiere fois)?( en anglais)? (sur|dans|par|a partir de|chez|sous) .{2,90}
        (read|lire) (the|l'|this) ?(original|article original|version originale).*|(if you buy|when you purchase|we may (earn|receive)).{0,60}(commission|share of the sale|affiliate|links?).*
        (the )?(views|opinions) (expressed|in this).{0,120}(author'?s?|own|those of|reflect).*|les (opinions|propos|points de vue|analyses) (exprimee?s|publiee?s|tenus).{0,60}(engagent|auteur|responsabilite|refletent).*
    """,
    "navigation": r"""
        (skip|jump|aller|passer|acceder)( directement)? (to|au) (the )?(main )?(content|navigation|contenu|menu|footer|pied)( principal)?|(back|return) to (the )?(top|home|homepage|article|news|list|results).*
        (retour|revenir|remonter) (en |au |a la |vers le )?(haut|accueil|debut|liste|sommaire)( de (la )?page)?|haut de (la )?page|(you are|vous etes) (at|here|ici)( .*)?
        (\d+ )?(min|mins|minutes?)( de)? (read|lecture)( time)?|(reading|estimated reading|read) time .{0,20}\d+.*|(temps|duree) de lecture.{0,25}|(lecture|lu en) \d+ (min|minutes)
        (listen to|ecoutez?|ecouter) (this|the|cet|l'|cette) ?(article|story|page|version audio)?.{0,30}|(print|imprimer) (this|cette|la|l') ?(page|article|story)?|page \d+ (of|sur|de|/) ?\d+.*
        (view|see|voir|open|ouvrir|launch) (la |the |full |larger |all |toutes les )*(gallery|galerie|images?|photos|slideshow|diaporama|plan du site|site map)( \(?\d+.*)?
        (tap|click|cliquez?)( here| ici| sur (l'image|la photo))? (to|for|pour) (enlarge|expand|zoom|agrandir|voir en grand).*|(previous|next|precedent|suivant)( (page|slide|photo|image))?( /?\|? ?(next|suivant))?
        (download|get|telechargez?) (our|the|notre|l') ?(free |gratuite? )?(app|application).{0,60}|(loading|chargement)( en cours)?( (more|comments|player|du lecteur))?
        (privacy|cookie|terms of|conditions|mentions|politique)( (policy|notice|use|service|legales|generales.{0,30}|de (confidentialite|cookies|protection.{0,30})))?( (and|&|et|\|) .{2,40})?
        (about|contact|advertise with|work with) us|(qui sommes-nous|nous contacter|contactez-nous|plan du site|mentions legales)( .{2,40})?
    """,
    "cookie": r"""
        (accept|reject|allow|refuse|tout|manage|accepter|refuser|gerer|parametrer|personnaliser)( all| tous| les| my| mes| your)?( cookies| accepter| refuser| preferences| choix| et fermer| and close| & close)
        (please )?(enable|activez?|turn on) javascript.*|(we've|we have) detected.{0,60}ad ?blocker.*|(j'accepte|continuer sans accepter|je refuse|i accept|got it)( .{0,20})?
        javascript (is|doit|est).{0,60}
    """,
    "video": r"""
        (play|watch|voir|regardez?|lire|lancer|revoir|revoyez)( now| again| aussi| la| cette| the| this| our)*( full| live| related| notre)? video.{0,40}
        (your|votre) (browser|navigateur) (does ?n.t|ne) (support|prend|supporte|peut).*|(video|media) player.{0,30}|lecteur (video|audio).{0,30}|(lecture|video) (automatique|en cours|suivante|a venir).{0,20}
        (video|media) (unavailable|playback|not available|caption|duration|indisponible).{0,40}|(replay|podcast|ecouter|listen)( (du|de l'|la|le|to|the) .{2,40})? (ci-dessous|below|above|ci-dessus)
        .{0,60}(in|on|dans|via) (the|this|la|cette|notre|our) video( just| right| juste)? (below|above|here|ci-dessous|ci-dessus|ici|suivante|qui suit)
        (this )?(content|contenu|tweet|video) (is not available|n'est pas disponible|bloque|cannot be displayed|ne peut (pas )?etre affiche).{0,60}
    """,
    "author": r"""
        (about|meet) (the|our) (authors?|writers?|contributors?)|(the|our) authors?|written by|a propos (de l'|des |de notre |du )(auteure?|autrice|auteurs|redacteur|journaliste)s?
        (l'|les |notre )(auteure?|autrice|auteurs)( de l'article| de cet article)?|author bio(graphy)?|(view|see|voir|lire|read) (all|tous|toutes|more) (posts|articles|les articles|les publications|ses articles|stories) (by|de|from|d') ?.{2,40}
        (tous|toutes) (ses|les) (articles|publications)( (de|par) .{2,40})?|(view|voir) (author|my|son|le|mon)? ?(profile|profil|bio|archive)s?
        (the author|the writer|l'auteure?|l'autrice|les auteurs|the authors) (is|are|was|were|works?|est|sont|travaille|a travaille|does not|do not|ne travaille|declare|n'a|teaches|enseigne).*
    """,
    "agency": r"""
        \(?(avec|with|source|sources|via|source :|d'apres)?[ :]*(l'|the |les )?(AGENCY)( ?(,|et|and|&|/|avec|with) ?(AGENCY))*( ?(,|et|and|&|/) ?(sa |la |notre )?(redaction|staff|own|agences))?\)?
        (la |notre )?redaction( du .{2,30}| de .{2,30})? (avec|et) (l'|les )?(AGENCY)|(avec|with) (les )?(agences|agencies|wires?|files from .{2,40})( de presse)?
        (source|sources) ?: ?(AGENCY|news agencies|agencies|agences|divers|various)( .{0,20})?|(source|via) (AGENCY)
    """,
}

# The same, but an article may use the words as a heading: the line must also stand at an edge or among boilerplate.
FAINT = {
    "navigation": r"""
        (home|homepage|accueil|menu|search|recherche|rechercher|contact|login|log in|sign in|connexion|compte|mon compte|my account|archives?|rss|faq|help|aide|edition|sections|rubriques|unes?)
        (ok|close|fermer|cancel|annuler|next|suivant|prev|previous|precedent|more|plus|voir plus|load more|charger plus|toggle navigation|see more|view more)
        (world|news|sport|sports|business|opinion|politics|culture|lifestyle|actualites?|actu|monde|economie|societe|politique|france|international|regions?|faits divers|tech|sante|health|exclusive|exclusif|breaking|live|direct|en direct)
    """,
    "share": r"(share|partager|partagez|print|imprimer|email|tweet|tweeter|save|enregistrer|follow|suivre|envoyer|pin|link|lien|copier|favoris|bookmark|like|j'aime)( (:|on|sur|via|this))?",
    "video": r"(videos?|watch|listen|podcast|audio|photos?|gallery|galerie|diaporama|images?|en video|en images|slideshow|graphic)",
    "comment": r"(reply|repondre|comment|commenter|avis|reactions?|reactions \(?\d+|discussion|debate|signaler|report|alerter|moderation)",
    "related": r"(also|see also|related|a decouvrir|recommended|trending|popular|more|plus|notre selection|editors' picks|en ce moment|dernieres infos|latest|a la une|top stories|further reading|dossier)",
    "author": r"(author|auteure?|autrice|contributors?|biography|biographie|bio|journaliste|reporter|staff|staff writer|the author|redaction|la redaction|editorial team|correspondent|correspondant)",
    "tags": r"(tags?|topics?|keywords?|mots[- ]cles?|etiquettes?|themes?|thematiques?|categor(y|ies)|categories?|filed under|classe dans|tagged)( associes| lies)?",
    "advertisement": r"(promotion|partenaire|partner|partners|sponsor|sponsors|promo)",
    "caption": r"(caption|legende|photo credit|credits?|dr|illustration|image|picture|file photo|file|photo d'(archives|illustration)|archives)",
}

# Opens the line and is followed by a colon, bar, arrow or dash.
LABEL = {
    "related": r"""
        ((read|see|watch) )?(also|more|next)( (read|on|from|about) ?.{0,30})?|(read|see) (also|more)|related( (stor(y|ies)|articles?|reading|content|posts?|coverage|news|video))?|don'?t miss|must[- ]read|recommended|you may also like
        (a )?(lire|relire|voir|ecouter|decouvrir|revoir)( aussi| egalement| encore| ensuite| sur le sujet| sur notre site| dans nos archives)?|sur le meme (sujet|theme)|dans la meme (rubrique|serie)|(articles?|sujets?) (lies?|associes?|similaires?|connexes?)
        (notre|nos) (dossier|decryptage|reportage|analyse|enquete|article|articles|precedents? articles?)( complet)?|(previous|next|earlier|precedent|suivant|article precedent|article suivant|previously|plus tot)( (article|story|post))?|pour aller plus loin|from the archives?|(more|also) (on|in|from) .{2,30}
    """,
    "editor": r"""
        (copy |managing |web |desk |news |photo |assignment )?edit(or|ors|ed by|ing by|ing)|sub-?editors?|(additional |further |original )?(report(ing|ed)|research|writing|production|translation) by|(proof|fact)[- ]?(read|check)(er|ing)?( by)?
        (redact(eur|rice|ion)|editeur|editrice|relecture|correction|secretariat de redaction|mise en ligne|responsable (editorial|de la publication)|directeur de (la )?publication|edite par|redige par|traduction|traduit par|maquette)( en chef| web)?
    """,
    "credit": r"((image|photo|picture|cover|featured|main|header|lead|top|banner|feature)s? )?(image|photo|picture|credit|credits|courtesy|photograph|photography|illustration|graphic|cover)s?( credit| credits| courtesy| source| by)?|(credits?|photos?|images?|illustration|visuel|dessin|infographie)( (photos?|images?|principale|de une|a la une))?|source (photo|image)|image source|copyright photo",
    "caption": r"(above|below|top|left|right|pictured|file photo|caption|in this photo|ci-dessus|ci-dessous|ci-contre|legende|photo d'(archives|illustration)|en photo|sur la photo|image d'illustration)",
    "tags": r"(tags?|tagged( (as|with|in))?|topics?|keywords?|key words|filed (under|in)|posted in|categor(y|ies)|in this (story|article)|related topics|mots?[- ]cles?|etiquettes?|classe (dans|sous)|categories?|rubriques?|themes?|thematiques?|sujets( associes)?|publie dans|range dans|autour de|hashtags?)",
    "contact": r"(email|courriel|mail|contact|contacts?( presse| media)|press contacts?|media (contact|inquiries|enquiries)|twitter|mastodon|bluesky|instagram|facebook|linkedin|write to (us|me|him|her)|ecrire a|contact (de la )?redaction|newsdesk|news tips|tips|signal)",
    "share": r"(share|share (this|on|via)|follow( us)?( on)?|partager|partagez|suivez-nous|suivez nous|follow .{2,30} on|retrouvez-nous)",
    "newsletter": r"(newsletter|sign up|subscribe|free newsletter|inscription|abonnez-vous|inscrivez-vous|alertes?|email alerts?)",
    "video": r"(video|videos|watch|en video|a voir|regarder|ecouter|podcast|listen|en images|photos|in pictures|gallery|diaporama|replay|watch (live|now))",
    "advertisement": r"(publicite|advertisement|sponsored( by)?|sponsorise( par)?|contenu (sponsorise|partenaire)|promotion|annonce|pub)",
}

# Somewhere in the line; what an invitation, a form or a legal notice says.
CUE = {
    "newsletter": r"""
        (sign up|signing up|subscribe|register|opt in)( today| now| here| free| for free)?[^.]{0,30} (to|for)[^.]{0,60}(newsletters?|updates|alerts|briefing|bulletin|mailing list|emails?|digest)
        (in|to|into) your (in-?box|mailbox|email)|(delivered|sent|straight|direct) (directly |straight )?to (you|your)|(our|this) ([\w-]+ ){0,4}(newsletters?|mailing list|briefing)
        (inscri(vez|re)|abonn(ez|er))[- ](vous )?[^.]{0,40}(newsletter|lettre|infolettre|alertes?|bulletin|liste de diffusion)|(dans|sur) (votre|ta) (boite|messagerie)|par email( gratuitement)?$
        (notre|nos|cette|la) ([\w-]+ ){0,3}(newsletters?|infolettre|lettre d'informations?|lettre hebdomadaire|lettre quotidienne)|(recevez|recevoir)[^.]{0,60}(chaque|tous les|toutes les|par email|newsletter|gratuitement|alertes?|l'essentiel)
        (get|receive)[^.]{0,60}(every (day|week|morning|evening|monday|friday)|daily|weekly|newsletter|by email|alerts)
    """,
    "share": r"""
        (follow|find|like|join) (us|him|her|them|me|our|the) ?[^.]{0,40}(twitter|facebook|instagram|linkedin|mastodon|bluesky|threads|tiktok|youtube|telegram|whatsapp|x\b)|share (this|it|the) (story|article|post|page|with|on)
        (suivez|retrouvez|rejoignez|likez)[- ](nous|le|la|les|notre|toute|l')[^.]{0,50}(twitter|facebook|instagram|linkedin|mastodon|bluesky|threads|tiktok|youtube|telegram|whatsapp|reseaux sociaux|google)|(partagez|partager) (cet|l'|cette|sur|avec vos)
    """,
    "related": r"""
        (read|see|find|learn|discover|check out) (more|our|the full|all our)[^.]{0,60}(here|below|on our (site|website|blog)|coverage|series|archive)|(click|tap) (here|on the link|below)|(visit|see|on|via) our (website|site|page|archive|blog|live blog|homepage)
        (cliquez|cliquer) (ici|sur (le|ce) lien|ci-dessous|sur l'image)|(retrouvez|decouvrez|consultez|lisez|relisez|revivez)[^.]{0,60}(notre (site|dossier|direct|live|page|rubrique|magazine|application)|nos (articles|pages|dossiers|archives|autres)|ici|sur notre|toute l'actu|integralite)
        (a lire|a retrouver|a decouvrir) (ici|sur|dans (nos|notre|le))|(toute l'actualite|toutes les infos|toutes les actualites|l'actualite) (de|du|des|sur|en) [^.]{2,60}(sur|avec|est a) (notre|nos|[\w.]+\.(fr|com|net|org|be|ch|ca))
        (for|pour) (more|plus) (news|information|informations|d'infos?|d'informations|details|stories|on)[^.]{0,40}(visit|go to|click|see|rendez-vous|cliquez|visitez|consultez|sur notre)
    """,
    "comment": r"""
        (let us know|tell us|share your (thoughts|views|opinion)|what('s| is) your (view|take|opinion))[^.]{0,60}(comments?|below|email|think|section)|(comments?|commentaires?) (section )?(below|ci-dessous|are moderated|sont moderes)|your comment
        (dites-nous|donnez|partagez|faites-nous part|n'hesitez pas)[^.]{0,60}(commentaires?|avis|opinion|ci-dessous|reactions?)|(en|dans les) commentaires?\b|votre commentaire|moderat(ion|eur)[^.]{0,30}(commentaires|comments)
    """,
    "subscription": r"""
        (reserve|accessible|destine)e?s? (aux|a nos|uniquement aux|seulement aux) (abonne|lecteurs|membres|adherents)|(subscribers?|members?)[- ]only|(become|becoming) a (member|subscriber|supporter|patron)|support (our|independent|quality|local) (work|journalism|news|reporting)
        (abonnez|abonner|reabonnez)[- ](vous|y)|(soutenez|soutenir|aidez) (notre|nos|l'information|la presse|un journal|une presse|le journal)[^.]{0,40}|(faire|faites) un don|devenez (membre|adherent|abonne|contributeur)|(1|un|premier) mois (gratuit|offert)|sans engagement
        (free|\d+[- ]day|month) trial|cancel (at )?any ?time|(subscribe|subscription) (now|today|offer|from|for (just|only|as little))|log in to (read|continue)|(for|to) (just|only|as little as) [^.]{0,12}(a|per) (week|month|year)|(make|making) a (donation|contribution)|(please )?(donate|contribute) (now|today|here|to)
    """,
    "copyright": r"""
        all rights reserved|tous droits( de reproduction)? reserves|droits (de reproduction|d'auteur) (reserves|et de)|may not be (published|reproduced|copied|redistributed)|without (the )?(express |prior |written )+(permission|consent)|sans (l'|son )?(autorisation|accord) (ecrite?|prealable|expresse?)
        (creative commons|licence cc|cc by)|copyright \d{4}|copyright (the )?\w+( \w+)? \d{4}|(re)?published (here )?(with|by|under) (permission|a? ?licen[cs]e)|republie|(was|is) (originally |first )(published|posted) (on|by|in|at)
        (affiliate|commission)[^.]{0,40}(links?|purchases?|earn|sale)|(earn|receive) (a|an) ([\w-]+ )?(commission|fee)|lien(s)? affilie|(views|opinions) expressed|(n'engagent|n'engage) que|ne refletent? pas (necessairement )?
    """,
    "cookie": r"""
        (we|this (web)?site|our (web)?site|nous|ce site|notre site) (and our partners |et nos partenaires )?(use|uses|utilise|utilisons|depose|deposons)[^.]{0,40}cookies|by (continuing|using|browsing)[^.]{0,60}(cookies|agree|accept|consent|terms)
        (en (poursuivant|continuant)|poursuivre votre)[^.]{0,60}(navigation|cookies|site|acceptez)|(your|vos) (privacy|cookie|consent) (choices|settings|preferences)|(vos choix|votre consentement|donnees personnelles)[^.]{0,60}(cookies|partenaires|a tout moment|politique)
        (privacy policy|terms of (use|service)|cookie policy|politique de (confidentialite|cookies)|conditions generales d'utilisation|mentions legales)
    """,
    "video": r"""
        (video|clip|player|podcast|gallery|slideshow|tweet|interview)( \w+)? (below|ci-dessous|ci-dessus|ci-apres)|(below|ci-dessous)[^.]{0,30}(video|clip|podcast)$|(watch|see|regardez|visionnez|voir|ecoutez|listen to)[^.]{0,50}(video|clip|podcast|replay|episode|interview|live stream)[^.]{0,20}(below|here|ci-dessous|ici|ci-dessus|above)
        (watch|regardez|visionnez|retrouvez|decouvrez)[^.]{0,50}(la|the|en|notre|this|full) (video|replay)\b
    """,
    "contact": r"""
        (get in touch|contact|reach|email|write to|message|tweet|dm) (with )?(us|me|him|her|them|the (author|reporter|writer|newsroom|editor|team|news ?desk)|our (newsroom|team|reporters?|editors?))|(may|can) be (reached|contacted|emailed) (at|by|via|on)|(have|got|do you have) (a|any) ([\w]+ )?(tip|story|scoop|news|question)
        (contactez|ecrivez|joindre|contacter|ecrire)[- ](nous|moi|la|lui|le|les|l'auteur|a l'auteur|a la redaction|la redaction|au journal|notre)|(une (info|information|question|idee|erreur)|un temoignage)[^.]{0,50}(transmettre|partager|signaler|nous|ecrivez|confier|sujet)|envoyez(-nous)? (vos|votre|un)[^.]{0,60}
        (letters?|replies|feedback|corrections?|pitches|submissions) (to|may be sent|should be|can be)|follow (him|her|them|me|@)|suivez[- ](le|la|moi|les)|sur twitter|on twitter|(his|her|their) (twitter|email)|son (compte )?twitter
    """,
    "editor": r"""
        (^| )(edited|translated|compiled|reported|proofread|subbed) by|(additional |further )?(report(ing)?|research|writing) by|contribut(ed|ing) (to )?(this|reporting|to the) ?(report|story|article|from)?|(editing|writing) by
        ((^)(propos|interview|entretien|temoignages?) (recueillis?|realisee?|menee?|traduits?)[^.]{0,40} par)|(^| )(traduit|adapte|relu|edite|redige|mis en ligne)e? (de l'\w+ |du \w+ |par )(par )?|avec la (collaboration|contribution|participation) de|ont contribue a cet article|a contribue a cet article
    """,
    "caption": r"""
        \((l|r|left|right|c|centre|center|gauche|droite|a gauche|a droite|au centre|g|d)\)|(^| )(from left|left to right|pictured (above|here|left|right)|file photo|archive photo|in this (file|handout|undated) (photo|image|picture)|handout (photo|image))|(photo|image|picture|illustration) (d'illustration|d'archives?|prise le|pretexte|taken|shows|illustrating|non contractuelle)
        (^| )(de gauche a droite|de g\. a d\.|sur cette (photo|image)|ici (en|a|avec|lors)|vue d'artiste|artist's (impression|rendering|rendition|concept)|capture d'ecran|screenshot|screengrab)
    """,
}

# Weak on its own, telling beside other evidence.
HINT = {
    "newsletter": r"newsletter|inbox|infolettre|lettre d'information|boite mail|unsubscribe|desinscri|mailing list|push notifications|alertes? (mail|info)",
    "comment": r"\bcomments?\b|commentaires?\b|akismet|\bspam\b|required fields|champs obligatoires",
    "share": r"facebook|twitter|whatsapp|instagram|linkedin|pinterest|telegram|tiktok|youtube|reseaux sociaux|social media",
    "subscription": r"subscri(be|ption)|abonn(e|er|ez|ement)|premium|paywall|offre|free trial|connectez-vous|log in|sign in|register",
    "copyright": r"copyright|licen[cs]e|permission|autorisation|droits|reproduction|redistribut",
    "related": r"\bread more\b|\bclick\b|cliquez|retrouvez|en savoir plus|lire (aussi|la suite)|decouvrez|learn more|find out more",
    "video": r"\bvideos?\b|watch|podcast|regardez",
    "contact": r"email|courriel|twitter|telegram|get in touch|contact",
    "cookie": r"cookies?\b|javascript|ad ?blocker|bloqueur",
    "advertisement": r"sponsor|advertis|publicit|promo code|code promo|discount|partenaire",
}

# The line asks its reader to do something that only a page can ask; a recipe's or an adviser's verbs are not here.
INVITATION = (
    r"(please |why not |pour |to |and |ou |or )?(subscribe|sign up|sign in|log in|register|follow|click|tap|share|join|download|discover|check out|visit|watch|listen|get|receive|support|donate|become|find|"
    r"send|email|contact|tell us|let us|like|book|try|start|read|see|explore|don't miss|stay|keep up|have your|got a|have a|want|enjoy\w*|loved|get in touch|"
    r"abonnez|inscrivez|suivez|cliquez|partagez|rejoignez|telechargez|decouvrez|retrouvez|regardez|ecoutez|recevez|soutenez|devenez|profitez|participez|reagissez|commentez|"
    r"connectez|visitez|consultez|lisez|relisez|contactez|ecrivez|envoyez|dites|donnez|n'hesitez|faites|ne (manquez|ratez)|vous (avez|aimez|souhaitez|voulez)|une (info|question)|envie)\b"
)
READER = r"\b(you|your|yours|us|our|vous|votre|vos|nous|notre|nos|-nous|-vous)\b"
ADDRESS = r"\S+@\S+\.\w{2,}|(^|[\s(])@\w{2,}|https?://|www\.\S+|\b[\w-]+\.(com|fr|org|net|be|ch|ca|co\.uk|eu|info)\b"

# The article's own, however much the rest looks like a notice: practical details, help lines, corrections.
OWN = (
    r"renseignements?|reservations?|inscriptions? (a|au|aupres|jusqu|obligatoire|gratuite|avant)|tarifs?|entree (libre|gratuite)|billets?|horaires?|tel(ephone)?\b|permanence|numero vert|"
    r"tickets?|admission|opening hours|box office|phone|call \d|hotline|helpline|doors open|per person|corrections?:|correction|clarification|rectificatif|precision\b|editor's note|note de la redaction|"
    r"\d{2}([ .]\d{2}){4}|\(?\d{3}\)?[ -]\d{3}[ -]\d{4}|\b0\d{3,4} \d{3} ?\d{3,4}"
)

# Every word of the line is one of these: a row of share buttons, a row of form fields.
BUTTONS = frozenset(
    [
        "facebook",
        "twitter",
        "x",
        "linkedin",
        "whatsapp",
        "pinterest",
        "reddit",
        "email",
        "mail",
        "print",
        "telegram",
        "messenger",
        "instagram",
        "tumblr",
        "flipboard",
        "pocket",
        "youtube",
        "threads",
        "bluesky",
        "mastodon",
        "tiktok",
        "snapchat",
        "copy",
        "link",
        "copier",
        "lien",
        "imprimer",
        "share",
        "partager",
        "partagez",
        "tweet",
        "tweeter",
        "post",
        "sms",
        "viber",
        "line",
        "skype",
        "google",
        "plus",
        "+",
        "rss",
        "sur",
        "on",
        "via",
        "par",
        "par-",
        "the",
        "this",
        "article",
        "cet",
        "le",
        "la",
        "l",
        "cette",
        "story",
        "envoyer",
        "courriel",
        "icon",
        "logo",
        "buttons",
        "button",
        "more",
        "save",
        "enregistrer",
        "follow",
        "suivre",
        "us",
        "nous",
        "close",
        "like",
        "j'aime",
        "shares",
        "partages",
        "url",
        "0",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "whats",
        "app",
        "g+",
        "vk",
        "xing",
        "digg",
        "buffer",
        "stumbleupon",
        "delicious",
        "and",
        "et",
        "ou",
        "or",
        "page",
    ]
)

AGENCIES = (
    r"afp|reuters|ap|associated press|the associated press|xinhua|chine nouvelle|ansa|dpa|efe|belga|ats|keystone|bloomberg|ani|pti|ians|kyodo|yonhap|tass|interfax|anadolu|aps|map|tap|aip|apa|"
    r"la presse canadienne|the canadian press|canadian press|pa media|press association|agence france[- ]presse|upi|news agencies|agences|keystone-ats|aap|sipa|getty( images)?|epa|shutterstock|istock|unsplash|pixabay|pexels|maxppp|abaca|handout|pool"
)
PHOTO_SOURCES = (
    AGENCIES
    + r"|alamy|adobe ?stock|flickr|wikimedia( commons)?|wikipedia|nasa|esa|hans lucas|bestimage|afp photo|ap photo|zuma( press)?|imago|shutterstock\.com|icon sport|usa today sports|dr|d\.r\.?"
)

# Who signs: newspapers' own people, and those whom newspapers invite.
REPORTERS = (
    r"(reporter|correspondent|journalist|columnist|editor|contributor|freelancer?|staff writer|writer|blogger|news producer|intern|photographer|broadcaster|critic|"
    r"journaliste|reporter|correspondante?|redact(eur|rice)|chroniqueu(r|se)|pigiste|editorialiste|chef(fe)? (de )?(rubrique|service|adjoint)|envoyee? speciale?|photographe|critique)s?"
)
SCHOLARS = (
    r"(professor|lecturer|researcher|fellow|economist|historian|author of|ph\.?d|consultant|analyst|lawyer|director of|founder of|novelist|essayist|"
    r"professeure?|maitre(sse)? de conferences|cherche(ur|use)|directeur de recherche|economiste|historien(ne)?|aut(eure?|rice) d|doctorante?|enseignante?|sociologue|politologue|philosophe|avocate?|essayiste|romanci(er|ere)|fondat(eur|rice))"
)
BIOGRAPHY = (
    r"(is|was|has been|works as|serves as) (a|an|the|our|currently|based|also|\w+'s|[\w.]+( \w+)?'s?|\w+ing)|covers|(writes|reports|blogs) (on|about|for|from)|has (written|covered|worked|reported|been)|joined|"
    r"est (une? |l'|le |la |notre |aussi |egalement |actuellement )?(\w+ )?|etait|couvre|ecrit (sur|pour|dans|au)|collabore|travaille (a|au|pour|chez|comme|sur|dans)|a (rejoint|travaille|couvert|ecrit|collabore)|suit (l'|les|la|le)|enseigne|dirige|vit (a|en|entre)|lives in|teaches"
)
REPORTED = r"\b(said|says|told|according to|added|explained|argued|warned|replied|a (dit|declare|indique|explique|ajoute|affirme|annonce|estime|precise|souligne|rappele)|explique|affirme|selon|estime|assure|raconte|declare)\b"


def compiled(patterns: str) -> Pattern[str]:
    """One regular expression out of a list, a pattern a line; AGENCY stands for any news agency."""
    lines = (line.strip() for line in patterns.splitlines())
    return re.compile("|".join(f"(?:{line})" for line in lines if line).replace("AGENCY", AGENCIES))

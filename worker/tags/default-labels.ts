import { type Label, type LabelGroup, labelGroups } from '#contracts/labels'

/**
 * What is looked for in every space until somebody changes it there: things that people have pictures
 * of and search for. No persons' traits, and nothing that a machine had better not judge.
 */
const names: Record<LabelGroup, string> = {
  objects: `dog, cat, bird, horse, cow, sheep, goat, pig, chicken, duck, rabbit, hamster, fish, turtle,
    snake, lizard, frog, butterfly, bee, spider, elephant, giraffe, lion, tiger, bear, monkey, deer,
    fox, squirrel, hedgehog, whale, dolphin, shark, penguin, owl, eagle, swan,
    flower, rose, sunflower, tulip, tree, palm tree, cactus, mushroom, leaf, fruit, vegetables,
    bread, cake, pizza, burger, pasta, salad, soup, sushi, ice cream, coffee, tea, wine, beer, cocktail,
    breakfast, barbecue, car, truck, bus, train, tram, bicycle, motorcycle, airplane, helicopter, boat,
    sailing boat, ship, tractor, caravan, tent, backpack, suitcase, umbrella, hat, shoes, dress,
    glasses, jewellery, watch, toy, teddy bear, doll, building blocks, board game, playing cards,
    book, newspaper, laptop, phone, camera, television, game console, robot, piano, guitar, violin,
    drums, ball, skis, snowboard, skateboard, surfboard, swing, slide, candle, lamp, clock, mirror,
    painting, sculpture, sofa, bed, table, chair, bathtub, fireplace, balloon, fireworks, gift, flag,
    christmas tree, snowman, jack-o'-lantern, bridge, tower, statue, fountain, windmill, lighthouse,
    traffic light, road sign, baby, child, crowd, selfie`,
  scenes: `beach, sea, lake, river, waterfall, mountains, hill, valley, glacier, volcano, desert, dunes,
    forest, jungle, meadow, field, vineyard, garden, park, playground, zoo, farm, countryside, village,
    city, skyline, street, alley, market, harbour, railway station, airport, motorway, car park,
    swimming pool, stadium, gym, ski slope, camp site, church, mosque, temple, castle, ruins, palace,
    museum, library, theatre, cinema, restaurant, bar, café, shop, supermarket, office, workshop,
    classroom, hospital, kitchen, living room, bedroom, bathroom, balcony, attic, cellar, garage,
    sunrise, sunset, night sky, starry sky, moon, northern lights, rainbow, clouds, storm, lightning,
    fog, rain, snow, ice, autumn leaves, cherry blossom, underwater, aerial view, cave, island, cliff`,
  events: `wedding, birthday party, christening, graduation, funeral, christmas, easter, halloween,
    new year's eve, carnival, concert, festival, parade, fair, picnic, dinner party, barbecue party,
    family reunion, school performance, sports match, race, marathon, hike, bicycle tour, ski trip,
    road trip, camping trip, boat trip, city trip, beach holiday, conference, lecture, meeting,
    workshop course, exhibition, demonstration, house move, renovation`,
  documents: `receipt, invoice, letter, form, contract, certificate, identity card, passport, ticket,
    boarding pass, business card, postcard, greeting card, menu, recipe, handwriting, whiteboard,
    blueprint, map, chart, spreadsheet, presentation slide, sheet music, book page, newspaper page,
    magazine, poster, comic, drawing, diagram, barcode, qr code, label, sign, screenshot, meme,
    x-ray`,
}

export const defaultLabels: Label[] = labelGroups.flatMap((group) =>
  names[group].split(',').map((name) => ({ name: name.replace(/\s+/g, ' ').trim(), group })),
)

/**
 * What people photograph, for `npm run words:generate`: the nouns whose tags a search for something more
 * general has to find. `word#3` is the third sense of the word in WordNet, where the first that is about
 * things is not what a tag of a picture means (a detector's `mouse` lies on a desk).
 */
export const picturedNouns = `
person man#1 woman child#1 baby#1 boy girl family#2 bride groom#3 toddler teenager grandmother grandfather
crowd couple#1 player#1 swimmer skier surfer cyclist dancer musician soldier#1 chef photographer
dog cat horse sheep cow bird elephant bear zebra giraffe lion tiger wolf fox deer rabbit squirrel hamster guinea_pig goldfish
mouse#4 rat monkey gorilla panda kangaroo camel pig goat donkey duck#1 goose swan chicken#2 turkey#1 owl
eagle parrot penguin pigeon sparrow gull peacock#2 flamingo frog toad lizard snake turtle#2 crocodile
dinosaur fish#1 shark whale dolphin#2 seal#9 jellyfish octopus#2 crab#1 lobster#2 shrimp#3 starfish
butterfly bee ant spider beetle dragonfly snail#1 puppy kitten lamb#1 calf foal hedgehog#2 otter koala
bicycle car motorcycle airplane bus#1 train#1 truck boat ship helicopter tractor van#5 taxi ambulance
scooter#2 tram ferry canoe kayak sailboat yacht balloon#1 rocket#1 wagon#1 trailer#3 bulldozer submarine
crane#4 parachute skateboard snowboard surfboard sled
traffic_light fireplug street_sign parking_meter bench chair couch bed table#2 dining_table desk
bookshelf wardrobe lamp sofa armchair stool#1 cradle#1 toilet#2 sink#1 bathtub shower#1 mirror curtain carpet
pillow blanket towel candle clock vase refrigerator oven microwave#2 toaster stove dishwasher
washing_machine television#3 laptop computer keyboard#1 remote_control cellular_telephone telephone#1
camera printer headphone loudspeaker radio#2 monitor#5 watch#1 robot
bottle wineglass cup#1 fork#1 knife#1 spoon#1 bowl#1 plate#4 pan#1 pot#1 kettle#1 teapot jar basket mug#4
banana#2 apple#1 orange#1 pear#1 strawberry#1 grape#1 lemon#1 cherry#3 peach#3 pineapple#2 watermelon#2
mango#2 blueberry#2 tomato#1 broccoli#2 carrot#1 potato#1 cucumber#2 onion#3 pepper#4 mushroom#5 corn#3
pumpkin#2 cabbage#1 salad sandwich hot_dog#2 pizza donut cake#3 bread cheese#1 egg#2 meat#1 sausage steak
hamburger#1 pasta#2 noodle#1 rice#1 soup#1 sushi taco burrito pancake ice_cream chocolate#2 cookie#1
candy#1 coffee#1 tea#1 beer wine milk#1 juice#1 cocktail#1 water#6 honey butter pie
backpack umbrella handbag tie#1 suitcase shoe#1 boot#1 sandal hat#1 helmet#2 glove#2 scarf coat#1 jacket#1
dress#1 skirt shirt trousers suit#1 swimsuit sock#1 glasses sunglasses ring#8 necklace earring#1
bracelet#2 crown#4 mask#1 uniform
frisbee ski kite#3 ball#1 baseball_bat baseball_glove tennis_racket football#2 basketball#2 golf_ball
tent hammock#2 swing#2 slide#4 teddy_bear doll toy#1 puzzle#2 lego#1 chess#2 playing_card
book#2 newspaper#3 map poster#1 sign#2 letter#1 document#1 receipt#2 menu#1 banknote coin flag#1 painting#1
drawing#2 statue sculpture#1 graffito mural photograph scissors hair_dryer toothbrush hammer#2 ladder#1 box#1
key#1 pen#1 pencil#1 gift#1 balloon#2
guitar piano#1 violin drum#1 flute#1 trumpet#1 saxophone accordion#1 harp#1 cello
tree#1 palm#3 oak#2 pine#1 grass#1 leaf#1 flower#1 rose#1 tulip daisy sunflower lily orchid dandelion
lavender#1 cactus moss#1 fern ivy bush#1 hedge#1 bamboo#2 mushroom#3 seaweed
mountain hill#1 volcano#2 glacier canyon cliff cave rock#1 desert#1 dune beach coast#1 island sea#1 ocean#1
lake river waterfall#1 pond stream#1 bay#1 reef#1 forest#1 jungle#3 meadow field#1 valley sky moon#1
sun#1 star#1 cloud#2 sunset#2 sunrise#2 rainbow snow#1 snowfall rain#1 fog#1 lightning#1 storm#1 ice#1 icicle#1
fire#3 smoke#1 aurora firework wave#1 sand#1
house#1 building tower#1 skyscraper castle#2 palace#1 church#2 cathedral mosque temple#1 bridge#1 lighthouse
windmill#1 barn fence#1 wall#1 gate#1 door#1 window#1 roof#1 stairs balcony fountain#1 street#1 road#1
highway sidewalk#1 tunnel#1 railway#2 station#1 airport harbor#1 pier#1 market#5 shop restaurant bar#1
cafe hotel school#2 library#1 museum hospital#1 stadium theater#1 garden#1 park#1 playground#2 zoo farm
kitchen bedroom bathroom living_room office#1 garage#1 hall#3 classroom stage#3 pool#1 swimming_pool
city#1 village#2 skyline crosswalk vineyard#1 greenhouse#1 ruin#2 cemetery#1
wedding#1 birthday#1 party#4 concert#1 parade#1 festival#2 picnic#3 barbecue#2 ceremony#2 graduation#2
funeral carnival#1 christmas#2 easter#1 halloween
skiing#1 surfing#1 swimming#1 running#2 dancing#1 mountaineering hiking cycling sailing#2 fishing#1 soccer tennis
baseball#1 basketball#1 golf#1 volleyball#1 boxing#1 wrestling#2 gymnastics#1 skating rowing yoga#2 diving#2
race#2 football#1 badminton table_tennis rugby hockey cricket#2
`

/** Kinds of a thing that WordNet puts elsewhere, or whose common name it has not: after the colon, what they are. */
export const addedKinds = `
dog cat hamster rabbit parrot goldfish guinea_pig: pet#1
rose tulip daisy sunflower lily orchid dandelion lavender: flower#1
apple banana orange pear strawberry grape lemon cherry peach pineapple watermelon mango blueberry: fruit#1
broccoli carrot potato cucumber onion pumpkin cabbage tomato: vegetable#1
cake donut ice_cream chocolate cookie candy pie pancake: dessert#1
coffee tea beer wine milk juice cocktail: drink#3
soccer tennis baseball basketball golf volleyball football badminton table_tennis rugby hockey cricket skiing
  surfing swimming boxing wrestling gymnastics skating rowing diving cycling sailing mountaineering dancing hiking yoga running: sport#1
man woman child baby boy girl bride groom toddler teenager: person
television laptop computer keyboard remote_control cellular_telephone telephone camera printer
  headphone loudspeaker radio monitor mouse robot: electronic_equipment
ski snowboard skateboard surfboard ball frisbee baseball_bat baseball_glove tennis_racket: sports_equipment
microwave oven toaster refrigerator dishwasher stove washing_machine: appliance#2
frisbee kite teddy_bear doll puzzle: toy#1
snow snowfall rain fog storm lightning: weather
baby toddler boy girl: child#1
christmas easter halloween: holiday#2
wedding birthday party concert parade festival picnic barbecue ceremony graduation: celebration#2
house skyscraper castle palace church cathedral mosque temple barn school hospital hotel museum lighthouse: building#1
lake river sea ocean waterfall pond stream bay: body_of_water
ship canoe kayak ferry sailboat yacht: boat#1
bus train tram trailer: vehicle#1
puppy: dog
kitten: cat
lamb: sheep
calf: cow
foal: horse
edible_fruit: fruit#1
jungle: forest#1
ivy fern moss bamboo: plant#2
tie shoe boot sandal hat glove scarf coat jacket dress skirt shirt trousers suit swimsuit sock: clothing
ring necklace earring bracelet crown: jewelry
fork knife spoon: cutlery#2
fork knife spoon bowl plate pan pot kettle cup mug: kitchen_utensil
newspaper letter document receipt menu map invoice#1 contract#1 certificate#1 passport#1 ticket#1 recipe#1
  identity_card boarding_pass business_card postcard#1 spreadsheet: document#1
birthday_party dinner_party barbecue_party: party#4
christmas_tree: tree#1
night_sky starry_sky: sky
supermarket#1: shop#1
backpack handbag suitcase: bag#1
bowl wineglass plate mug cup fork knife spoon: tableware
mountain hill valley canyon desert forest lake river waterfall coast field meadow beach island glacier dune
  cliff volcano: landscape#1
guitar piano violin drum flute trumpet saxophone accordion harp cello: musical_instrument
`

/** Names that WordNet has not, for what it has. */
export const otherNames = `
cell_phone mobile smartphone iphone: cellular_telephone
fire_hydrant: fireplug
stop_sign traffic_sign: street_sign
hair_drier: hair_dryer
wine_glass: wineglass
potted_plant houseplant: plant#2
sports_ball: ball#1
tv tv_set: television#3
motorbike: motorcycle
aeroplane plane: airplane
sofa: couch
doughnut: donut
people human humans: person
electronics: electronic_equipment
skis: ski
jeans: trousers
wood woods: forest#1
flames: fire#3
climbing: mountaineering
marketplace: market#5
clothes: clothing
appliance: appliance#2
burger: hamburger#1
car_park: parking_lot
motorway: highway
road_sign: street_sign
caravan: trailer#3
nature scenery landscape: landscape#1
bag: bag#1
food: food#2
cutlery: cutlery#2
xmas: christmas#2
kids: child#1
fireworks: firework
couple: couple#1
selfie snapshot: photograph
`

/** What WordNet says and no picture does: a car is no container, and nobody means skateboards by vehicles. */
export const removedKinds: Record<string, string[]> = {
  wheeled_vehicle: ['container'],
  skateboard: ['wheeled_vehicle'],
}

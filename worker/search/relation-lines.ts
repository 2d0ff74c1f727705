/**
 * Written by `npm run words:generate`; see home-node/launch/word-relations.ts for what a line says.
 * From WordNet 3.1, copyright 2006 by Princeton University. All rights reserved.
 */
export const relationLines = `person people human humans
man adult_male|2 3 0
~male male_person|0
adult grownup|0
woman adult_female|5 3 0
~female female_person|0
child kid youngster minor nipper tiddler kids|7 0
juvenile juvenile_person|0
baby babe infant|9 0 6
~child|10
offspring progeny|0
male_child boy|2 0 6
girl miss missy young_lady young_woman fille|4 0 6
family family_unit|14
kin_group kinship_group kindred clan
bride|16 0
newlywed honeymooner|17
spouse partner married_person mate better_half|0 18
domestic_partner significant_other spousal_equivalent spouse_equivalent|0
groom bridegroom|16 0
toddler yearling bambino|6 0
adolescent stripling teenager teen|7 0
grandma grandmother granny grannie gran nanna|23
grandparent|24
forebear forbear|25
ancestor antecedent|0
grandfather gramps granddad grandad granddaddy grandpa|23
crowd|28
gathering
couple|30
pair|28
player|32
contestant|0
swimmer|34
athlete jock|32
skier|34
surfer surfboarder|37
natator bather|38
traveler traveller|0
cyclist bicyclist bicycler biker|40
pedaler pedaller|41
rider|38
dancer professional_dancer terpsichorean|43
performer performing_artist|44
entertainer|0
musician instrumentalist|43
soldier|47
enlisted_person|48
serviceman military_man ~man military_personnel|49
skilled_worker trained_worker skilled_workman|50
worker|0
chef|52
cook|49
photographer lensman|54
artist creative_person|55
creator|0
dog domestic_dog|57 63 64
canid|58
carnivore|59
placental_mammal eutherian eutherian_mammal|60
mammal mammalian|61
vertebrate craniate|62
animal animate_being beast creature
domestic_animal domesticated_animal|62
pet|62
cat true_cat|66 64
feline felid|58
horse|68
equine equid|69
odd-toed_ungulate perissodactyl perissodactyl_mammal|70
ungulate hoofed_mammal|59
sheep|72
bovid|73
ruminant|74
even-toed_ungulate artiodactyl artiodactyl_mammal|70
cow moo-cow|76
cattle cows kine oxen|77
bovine|72
bird|61
elephant|80 81
proboscidean proboscidian|59
pachyderm|59
bear|58
zebra|68
giraffe camelopard|73
lion king_of_beasts|86
big_cat|66
tiger|86
wolf|57
fox|57
deer cervid|73
rabbit|92 64
leporid leporid_mammal|93
lagomorph gnawing_mammal|59
squirrel|95
rodent gnawer|59
hamster|95 64
guinea_pig|98 64
cavy|95
goldfish|100 64
cyprinid cyprinid_fish|101
cypriniform_fish|102
soft-finned_fish malacopterygian|103
teleost_fish teleost teleostan|104
bony_fish|105
fish|106
aquatic_vertebrate|61
mouse computer_mouse|108 109
electronic_device
electronic_equipment electronics
rat|95
monkey|59
gorilla|113
great_ape pongid|114
anthropoid_ape|115
ape|59
giant_panda panda panda_bear coon_bear|117
procyonid|58
kangaroo|119
marsupial pouched_mammal|120
metatherian|60
camel|74
pig|123
swine|74
goat caprine_animal|72
domestic_ass donkey|68
duck|127
anseriform_bird|128
waterfowl water_bird waterbird|129
aquatic_bird|78
goose|127
swan|129
chicken|133
domestic_fowl fowl poultry|134
gallinaceous_bird gallinacean|78
turkey|133
owl bird_of_night|137
bird_of_prey raptor raptorial_bird|78
eagle|137
parrot|78 64
penguin|141
sphenisciform_seabird|142
seabird sea_bird seafowl|129
pigeon|144
columbiform_bird|134
sparrow true_sparrow|146
passerine passeriform_bird|78
gull seagull sea_gull|148
larid|149
coastal_diving_bird|142
peacock|151
peafowl|152
pheasant|153
phasianid|154
game_bird|62 134
flamingo|156
wading_bird wader|129
frog toad toad_frog anuran batrachian salientian|61
lizard|159
saurian|160
diapsid diapsid_reptile|161
reptile reptilian|61
snake serpent ophidian|160
turtle|164
chelonian chelonian_reptile|165
anapsid anapsid_reptile|161
crocodile|167
crocodilian_reptile crocodilian|160
dinosaur|169
archosaur archosaurian archosaurian_reptile|160
shark|171
elasmobranch selachian|172
cartilaginous_fish chondrichthian|105
whale|174
cetacean cetacean_mammal|175
aquatic_mammal|59
dolphin|177
toothed_whale|173
seal|179
pinniped_mammal pinniped pinnatiped|175
jellyfish|181
siphonophore|182
hydrozoan hydroid|183
coelenterate cnidarian|184
invertebrate|62
octopus|186
octopod|187
cephalopod cephalopod_mollusk|188
mollusk mollusc|184
crab|190
decapod_crustacean decapod|191
crustacean|192
arthropod|184
lobster|190
shrimp|190
starfish sea_star|196
echinoderm|184
butterfly|198
lepidopterous_insect lepidopteron lepidopteran|199
insect|192
bee|201
hymenopterous_insect hymenopteran hymenopteron hymenopter|199
ant emmet pismire|201
spider|204
arachnid|192
beetle|199
dragonfly snake_feeder snake_doctor mosquito_hawk skeeter_hawk|207
odonate|199
snail|209
gastropod univalve|188
puppy|211 56
pup whelp|212
young_mammal|213
young|62
kitten|212 65
lamb|212 71
calf|212 75
foal|212 67
hedgehog|219
insectivore|59
otter|221
musteline_mammal mustelid musteline|58
koala koala_bear kangaroo_bear native_bear|223
phalanger opossum|119
bicycle|225
wheeled_vehicle|226
vehicle|227
transport
car auto automobile motorcar|229
motor_vehicle automotive_vehicle|230
self-propelled_vehicle|225
motorcycle bike motorbike|229
airplane aeroplane plane|233
heavier-than-air_craft|234
aircraft|235
craft|226
bus autobus charabanc double-decker jitney motorbus motorcoach passenger_vehicle|237 226
public_transport|227
train railroad_train|237 226
truck motortruck|229
boat|241
vessel|235
ship|241 240
helicopter whirlybird eggbeater|233
tractor|230
van|239
taxi taxicab|228
ambulance|228
scooter|225
tramway tram aerial_tramway cable_tramway ropeway|227 226
ferry ferryboat|240
canoe|252 240
small_boat|240
kayak|251 240
sailboat sailing_boat|255 240
sailing_vessel sailing_ship|241
yacht racing_yacht|241 240
balloon|258
plaything toy
rocket|226
wagon waggon|225
trailer|227 226
bulldozer dozer|244
submarine pigboat|264
submersible_warship|265
warship war_vessel combat_ship|242 266
military_vehicle|226
crane|268
lifting_device
parachute chute|270
rescue_equipment
skateboard|272 225 273
flat_solid
sports_equipment
snowboard|272 273
surfboard|272 273
sled sledge sleigh|226
traffic_light traffic_signal|278
visual_signal|279
~sign
fireplug fire_hydrant|281
discharge_pipe|282
~pipe|283
tube tubing|284
conduit|285
passage
street_sign stop_sign traffic_sign|287
sign
parking_meter|289
timer|290
timepiece horologe|291
measuring_instrument measuring_system measuring_device
bench|293
seat|294
furniture piece_of_furniture article_of_furniture
chair|293
sofa couch lounge|293
bed|298
bedroom_furniture|294
table|294
dining_table|294
desk|299
bookshelf|303
shelf
wardrobe ~closet|294
lamp|306
source_of_illumination
armchair|295
stool|293
cradle|310
baby_bed|294
toilet commode crapper ~pot potty|312
plumbing_fixture|313
fixture
sink|312
bathtub bathing_tub tub
shower|312
mirror|318
reflector
curtain drape drapery|320
blind ~screen|321
protective_covering protective_cover protection
rug carpet carpeting|323
floor_cover floor_covering
pillow|325
padding cushioning
blanket ~cover|327
bedclothes bed_clothing bedding|328
cloth_covering
towel|330
piece_of_cloth piece_of_material|331
fabric cloth textile
candle wax_light|305
clock|290
vase|335
jar
refrigerator icebox|337 339
white_goods|338
home_appliance household_appliance|339
durable_goods consumer_durables
oven|341 339
kitchen_appliance|338
microwave microwave_oven|341 339
toaster|341 339
stove kitchen_stove kitchen_range cooking_stove|341 339
dishwasher dish_washer dishwashing_machine|337 339
automatic_washer washing_machine|337 339
television_receiver television television_set tv tv_set idiot_box boob_tube telly goggle_box|348 109
receiver receiving_system|109
laptop laptop_computer|350 109
portable_computer|351
personal_computer microcomputer|352
digital_computer|353
computer computing_machine computing_device data_processor electronic_computer information_processing_system|354 109
machine
keyboard|109
remote_control remote|109
cellular_telephone cellular_phone cellphone mobile_phone cell_phone mobile smartphone iphone|358 109
radiophone|359
telephone phone telephone_set|109
camera photographic_camera|361 109
photographic_equipment
printer|363 364 109
peripheral computer_peripheral peripheral_device|109
printing_machine|354
earphone earpiece headphone|366 109
electro-acoustic_transducer|367
transducer|368
electrical_device
loudspeaker speaker speaker_unit loudspeaker_system speaker_system|366 109
radio_receiver receiving_set radio_set radio|348 109
monitor|109
watch|290
robot|109
bottle
wineglass wine_glass|376
glass drinking_glass
cup|378 380
crockery dishware|379
tableware
kitchen_utensil|381
utensil
fork|383 380
cutlery eating_utensil|379
knife|385 383 380
edge_tool|386
cutting_tool|387
cutting_implement|388
tool
spoon|383 380
bowl|380
plate|392 380
flatware|379
pan cooking_pan|394 380
cooking_utensil cookware|380
pot|394 380
kettle|395 380
teapot|395
basket handbasket
mug|400 380
drinking_vessel
banana|402 405
edible_fruit|403 405
produce green_goods green_groceries garden_truck|404
food solid_food
fruit
apple|402 407 405
pome false_fruit|405
orange|409 405
citrus citrus_fruit citrous_fruit|402
pear|402 407 405
strawberry|412 405
berry|402
grape|402 405
lemon|409 405
cherry|402 416 405
drupe stone_fruit|405
peach|402 416 405
pineapple|402 405
watermelon|420 405
melon|402
mango|402 405
blueberry|412 405
tomato|424 425
solanaceous_vegetable|425
vegetable veggie veg|403
broccoli|427 425
cruciferous_vegetable|425
carrot|429 425
root
potato murphy spud tater|431 432 424 425
root_vegetable|425
starches|433
food_product|434
~food nutrient
cucumber cuke|425
onion|425
pepper|424
mushroom|439
basidiomycete basidiomycetous_fungi|440
fungus
corn edible_corn|442
~grain food_grain|433
pumpkin|425
cabbage|427 425
salad|446
~dish|447
nutriment nourishment sustenance aliment alimentation|434
sandwich|449
snack_food|446
hot_dog red_hot|448
pizza pizza_pie|446
doughnut donut sinker|453 456
friedcake|454
cake|455 456
baked_goods|404
dessert afters|447
bread breadstuff staff_of_life|455 432
cheese|459 404
dairy_product|433
egg eggs|433
meat|404
sausage|461
steak|464
cut_of_meat|461
hamburger beefburger|448
pasta alimentary_paste|404
noodle|466
rice|442 432
soup|446
sushi|446
taco|446
burrito|446
pancake battercake flannel_cake flannel-cake flapcake flapjack hotcake hot_cake|454 456
ice_cream icecream|475 456
frozen_dessert|456
chocolate|404 456
cookie ~biscuit|454 456
candy confect|479 456
confection|480
dainty delicacy goody kickshaw treat|447
coffee java|482
beverage drinkable potable|434 483
component_part
tea|482
beer|486 482
brew brewage|487
alcohol alcoholic_drink alcoholic_beverage intoxicant inebriant|482 488
drug_of_abuse street_drug|489
drug|490
~agent
wine vino|487 482
milk|459 482
juice|433 482
cocktail|495 482
mixed_drink|487
water|483 434
honey|498
sweetening sweetener|499
flavorer flavourer flavoring flavouring seasoning|500
fixings|433
butter|459 404
pie|455 456
backpack back_pack knapsack packsack rucksack haversack|504
bag
umbrella|321
~bag handbag purse
necktie tie|508 510
neckwear|509
garment|510
clothing article_of_clothing wearable habiliment clothes
traveling_bag travelling_bag suitcase|512
baggage luggage
shoe|514 510
footgear
boot|514 510
sandal|513 510
hat chapeau|518 510
headdress headgear|510
helmet|518
glove|521 510
handwear hand_wear|510
scarf|509 510
coat|524 510
overgarment outer_garment|509
jacket|523 510
dress|510
skirt|328 510
shirt|509 510
trousers pair_of_trousers jeans|509 510
suit suit_of_clothes|509 510
swimsuit swimwear bathing_suit swimming_costume bathing_costume|509 510
sock|533 510
hosiery hose|534
footwear|510
spectacles specs eyeglasses glasses|536
optical_instrument
sunglasses dark_glasses|535
ring|539
jewelry jewellery|540
adornment|541
decoration ornament
necklace|539
earring|539
bracelet bangle|539
crown diadem|546 547 539
jewelled_headdress jeweled_headdress|518
crown_jewels|548
regalia|549
appurtenance
mask|551
attire garb ~dress|510
uniform|510
frisbee|554 258 273
disk|555 556
~plate|272
rotating_mechanism
ski skis|273
kite|258
ball sports_ball|560 273
game_equipment
baseball_bat|562 564 273
club|563
stick
baseball_equipment|273
baseball_glove ~glove baseball_mitt|564 273
tennis_racket tennis_racquet|567 273
racquet|568
sports_implement
football football_game|570 577 573
field_game|571
outdoor_game|572
athletic_game|573 576
sport athletics|574
diversion recreation|575
event
game|575
contact_sport|573
basketball basketball_game hoops|579 573
court_game|572
golf_ball|559 581
golf_equipment|273
tent collapsible_shelter|583
shelter
hammock|297
swing|258
slide playground_slide sliding_board|258
teddy teddy_bear|258
doll|258
puzzle|560 258
lego|258
chess chess_game|592
board_game|593
parlor_game parlour_game|576
playing_card|595
card|596
paper|483
book volume
newspaper|599
document written_document papers|600
writing written_material piece_of_writing
map|599
poster posting placard|287
letter missive|604 605 599
text textual_matter|600
~document
receipt|607 599
message subject_matter
menu bill_of_fare carte_du_jour carte|609 599
list listing|610
database|611
information info|607
government_note bank_bill bank_note banknote greenback|613
paper_money folding_money paper_currency|614
currency|615
medium_of_exchange monetary_system|616
standard criterion touchstone|617
system_of_measurement
coin|619
coinage mintage specie metal_money|614
flag|621
emblem|622
pattern|541
painting ~picture|624
graphic_art|625
art fine_art
drawing
statue|628
sculpture|629 630
plastic_art|625
solid_figure three-dimensional_figure
graffito graffiti|541
mural wall_painting|623
photograph photo selfie snapshot
scissors pair_of_scissors|385 635
compound_lever|636
lever|637
~bar
hand_blower blow_dryer blow_drier hair_dryer hair_drier|639 640
blower
dryer|339
toothbrush|642 643
brush
toiletry toilet_articles
hammer|645
hand_tool|388
ladder|647
stairs steps|648
stairway staircase
box
key
pen|652
writing_implement
pencil|652
gift|655
transferred_property transferred_possession|656
possession
guitar|658 659
stringed_instrument|659
musical_instrument
piano pianoforte forte-piano|661 658 662 659
keyboard_instrument|659
percussion_instrument percussive_instrument|659
violin fiddle|664 659
bowed_stringed_instrument ~string|658
drum membranophone tympan|662 659
flute transverse_flute|667 659
woodwind woodwind_instrument|668
wind_instrument|659
cornet trumpet|670 659
brass_instrument|668
saxophone|672 659
single-reed_instrument single-reed_woodwind|673
beating-reed_instrument reed_instrument|667
accordion squeeze_box|675 661 659
free-reed_instrument|668
harp|677 659
chordophone|658
cello violoncello|664 659
tree|680
woody_plant ligneous_plant|681
vascular_plant tracheophyte|682
~plant plant_life potted_plant houseplant
palm palm_tree|679
oak oak_tree|679
pine pine_tree true_pine|686
conifer coniferous_tree|687
gymnospermous_tree|679
grass|689
gramineous_plant graminaceous_plant|690
herb herbaceous_plant|681
leaf leafage foliage
flower|693
angiosperm flowering_plant|694
spermatophyte phanerogam seed_plant|681
rose rosebush|696 692
shrub bush|680
tulip|698 692
liliaceous_plant|699
bulbous_plant|681
daisy|692
sunflower helianthus|692
lily|698 692
orchid orchidaceous_plant|692
dandelion blowball|690 692
lavender|696 692
cactus|707
succulent|681
moss|709 682
bryophyte nonvascular_plant|710
nonvascular_organism
fern|712 682
pteridophyte nonflowering_plant|681
ivy common_ivy|714 682
vine|681
hedge hedgerow|716
fence fencing|717
barrier|718
obstruction impedimenta
bamboo|689 682
seaweed|721
alga algae|722
protoctist|723
microorganism micro-organism
mountain|725
natural_elevation
hill|725
volcano|724
glacier|729
ice_mass
canyon|731
ravine|732
valley vale|733
natural_depression depression
cliff
cave
rock stone
desert|738 740
tract piece_of_land piece_of_ground parcel_of_land|739
geographical_area geographic_area geographical_region geographic_region
biome|741
biotic_community
dune sand_dune|743
ridge|725
beach
seashore coast seacoast sea-coast|746
shore
island|748
~land dry_land ~earth ground solid_ground terra_firma
sea|750
body_of_water ~water
ocean|750
lake|750
river|754 750
stream|750
waterfall|750
pond|752 750
bay embayment|750
reef|743
forest wood woods|760
vegetation flora botany
jungle|759
hayfield meadow|763
grassland|738 740
field|738
sky|766
atmosphere
moon
sun
star|770
celestial_body heavenly_body
cloud|772
atmospheric_phenomenon|773
physical_process
sunset|772
sunrise|772
rainbow|777
curve curved_shape
snow snowfall|779
weather weather_condition atmospheric_condition|772
rain rainfall|779
fog|782 779
aerosol|783
~cloud|773
lightning|785 779
atmospheric_electricity|786 772
electrical_discharge|787
discharge|788
occurrent|575
storm violent_storm|772 779
ice water_ice|791
crystal
icicle|790
fire flame flaming flames|794
combustion|795
oxidation oxidization oxidisation|796
chemical_reaction reaction|797
chemical_process chemical_change chemical_action|798
natural_process natural_action|773
smoke fume|782
aurora|772
firework pyrotechnic fireworks|802
low_explosive|803
explosive|804
chemical chemical_substance|483
wave moving_ridge|788
sand|807
soil dirt|808
~earth|483
house|810 812
dwelling home abode dwelling_house|811
housing lodging living_accommodations
building edifice
tower
skyscraper|812
castle|816 812
fortification|817
defensive_structure
palace ~castle|819 812
mansion_house manse|809
church church_building|821 812
place_of_worship house_of_prayer house_of_worship|812
cathedral|820 812
mosque|821 812
temple|821 812
bridge
lighthouse beacon_light pharos|813 812
windmill|828
milling_machinery|829
machinery|354
barn|831 812
farm_building|812
wall|833
partition
gate|835
movable_barrier|717
door|835
window|838
supporting_structure
roof|321
balcony
fountain
street|843
thoroughfare|844
road
highway main_road|844
sidewalk ~pavement|847
~walk walkway paseo|848
path
tunnel|850
passageway|285
railroad_track railway
station
airport airdrome aerodrome drome|854
airfield landing_field flying_field
seaport harbor harbour|856
port|857
geographic_point geographical_point
pier wharf|859
platform|860
horizontal_surface
marketplace market_place mart market|862
mercantile_establishment retail_store sales_outlet outlet|863
place_of_business business_establishment|864
establishment
shop store|862
restaurant eating_house eating_place eatery|812
barroom bar saloon ginmill taproom|868
room
cafe coffeehouse coffee_shop coffee_bar|866
hotel|812
school schoolhouse|812
library|868
museum|874 812
depository depositary repository
hospital infirmary|876 812
medical_building health_facility healthcare_facility|812
stadium sports_stadium
theater theatre|812
garden|880
plot plot_of_land plot_of_ground patch|738
park parkland|738
playground|883
yard ~grounds curtilage|764
zoo zoological_garden
farm|886
workplace|857
kitchen|868
bedroom sleeping_room sleeping_accommodation bedchamber|868
bathroom|868
living_room living-room sitting_room front_room|868
office business_office|863
garage|893
outbuilding|812
hall|868
classroom schoolroom|868
stage|859
pool
swimming_pool swimming_bath natatorium|897 899
athletic_facility
city metropolis urban_center|901
municipality|902 903
urban_area populated_area|739
administrative_district administrative_division territorial_division|904
district territory territorial_dominion
village|739
skyline|907
outline lineation|908
bounds
crosswalk|848
vineyard vinery|885
greenhouse glasshouse|812
ruin|812
cemetery graveyard burial_site burial_ground burying_ground memorial_park necropolis|914
site land_site|738
wedding wedding_ceremony nuptials hymeneals|916 918
~ceremony ceremonial ceremonial_occasion|917
occasion social_occasion social_function|575
celebration festivity|574
birthday|920 918
anniversary day_of_remembrance|921
day|922
calendar_day civil_day|923
fundamental_measure
party|917 918
concert|926 918
performance public_presentation|575
parade|928 918
group_action|575
festival|918
picnic|931 918
meal repast|447
barbecue|933 918
cookout|930
ceremony|575 918
commencement_exercise commencement_ceremony graduation graduation_exercise|916 918
funeral obsequy|916
carnival|929
christmas xmas|939 941 943 944 940
legal_holiday national_holiday public_holiday|940
holiday|921
holy_day_of_obligation|942
religious_holiday holy_day|940
quarter_day|942
feast_day fete_day|940
easter|946 940
movable_feast moveable_feast|944
halloween|921 940
skiing|573
surfing surfboarding surfriding|950 573
water_sport aquatics|573
swimming swim|950 573
running|575 573
dancing|574 954 573
performing_arts|955
humanistic_discipline humanities liberal_arts arts|956
discipline ~subject subject_area subject_field ~field field_of_study|957
knowledge_domain knowledge_base|958
cognitive_content mental_object
mountain_climbing mountaineering climbing|960 573
~mount|961
rise ascending|575
hike hiking|963 573
walk|964
travel traveling travelling|575
cycling|573
sailing|967 573
water_travel|964
fishing sportfishing|969
outdoor_sport field_sport|573
soccer association_football|569 573
tennis lawn_tennis|579 573
baseball baseball_game|973 573
ball_game|570
golf golf_game|571 573
volleyball volleyball_game|579 573
boxing pugilism|577 573
wrestling rassling|577 573
gymnastics|573
skating|573
rowing|573
yoga|982 573
exercise exercising physical_exercise physical_exertion workout|983
elbow_grease exertion|984
labor toil|575
~dive diving|951 573
race|987
contest competition|575
badminton|579 573
table_tennis|990 573
table_game|576
rugby rugby_football rugger|569 573
field_hockey hockey|570 573
cricket|570 573
absorption_spectrum|995
spectrum|996
array|997
arrangement
action_painting|999
artistic_movement art_movement|1000
social_movement
abyss abysm|1002
chasm|1003
gap|1004
amorphous_shape
accelerator accelerator_pedal gas_pedal|1006
treadle foot_pedal foot_lever|636
access
ace|594
activation_energy energy_of_activation|1010
energy free_energy|773
addition
additive|1011
adjunct|1014
inessential nonessential
sod_house soddy adobe_house|809
~adult|62
aerator|1018
apparatus setup
bacteria_species|1020
species|1021
taxonomic_group taxonomic_category taxon|1022
biological_group
affinity|1024
attraction attractive_force|1025
force|773
aftereffect|1027
consequence effect result upshot|773
agent
breeze zephyr gentle_wind|1030
wind air_current current_of_air|779
air_passage air_duct airway|284
aisle|285
alarm warning_device alarm_system
alkali_bee|200
alley_cat|1036
domestic_cat house_cat|65 63
alligator gator|167
aloes bitter_aloes|1039
purgative cathartic physic aperient|1040
medicine medication medicament medicinal_drug|489
aluminum_foil aluminium_foil|1042
foil|1043
sheet_metal|272
amen_corner|1045
corner
amethystine_python|1047
python|1048
constrictor|162
ammunition ammo|1050
weaponry arms implements_of_war weapons_system munition
anaconda|1048
anchor ground_tackle|1053
~claw
reptile_genus|1055
genus|1021
andrena andrenid mining_bee|200
anion|1058
ion|1059
~particle subatomic_particle
anode|1061
electrode
pangolin scaly_anteater anteater|59
antelope|72
antenna transmitting_aerial|368
anthill formicary|1066
knoll ~mound hillock hummock|726
apartment|811
apartment_building apartment_house|812
apple_tree|1070
fruit_tree|1071
angiospermous_tree flowering_tree|679
applejack|1073
brandy|1074
liquor spirits booze hard_drink hard_liquor strong_drink|487
apron|1076
protective_garment|510
spark arc electric_arc electric_discharge|1078
electrical_conduction|1079
conduction conductivity|773
architecture|812
armadillo|1082
edentate|59
armor|321
projectile ~missile|1085
weapon weapon_system
arroyo|1087
gully|732
art_school|1089
conservatoire|871
artillery heavy_weapon ~gun|1091
armament|1050
ash ash_tree|679
assembly|354
atom_bomb atomic_bomb fission_bomb plutonium_bomb|1095 1097
nuclear_weapon atomic_weapon|1096
weapon_of_mass_destruction|1085
bomb|1098 1050
explosive_device
loft attic garret|1100
~floor storey
auditorium
chlortetracycline|1103
antibiotic antibiotic_drug|1104
antibacterial antibacterial_drug|1040
autofluorescence|1106
fluorescence|1107
light visible_light visible_radiation|1108
actinic_radiation actinic_ray|1109
electromagnetic_radiation electromagnetic_wave nonparticulate_radiation|1110
radiation|1010
avocado alligator_pear avocado_pear aguacate|402
ax axe|385
bacillus|1114
eubacteria eubacterium true_bacteria|1115 1116
bacteria bacterium|723
moneran moneron|723
back
back_porch|1119
porch
~wing offstage backstage|896
backyard|883
bacon|1123
cut_of_pork|464
bad_luck mischance mishap|1125
luck fortune chance hazard|773
ballistic_missile|1127
missile|259 1085
~balloon|1129
lighter-than-air_craft|234
ballroom dance_hall dance_palace|868
balsam_fir|1132
silver_fir|1133
fir_tree true_fir|686
balsam|694
banister balustrade balusters handrail|717
~banana banana_tree|690
stripe|540
bandage|1139
medical_dressing|328
bank|1141
slope incline
banner|620
barbed_wire barbwire|1144
wire
barbell|1146
free_weight exercising_weight|273
barge flatboat hoy|240
bark|1149
natural_covering
barley|442
barnyard|1152
enclosure
barometric_pressure|1154
atmospheric_pressure air_pressure|1155
gas_pressure|1156
pressure pressure_level force_per_unit_area|773
barrel gun_barrel|283
barricade|717
bartlett_pear|410
base base_of_operations|1161
military_installation
basement cellar|1100
basin
bat chiropteran|59
bath
bathrobe|1167
robe|509
bathtub_gin|1169
gin|1074
baton|1171
rod
battery electric_battery|368
battle_flag|620
bayonet|1175
~knife|1085
beak|1177
mouth|1178
orifice porta|1179
~passageway|1180
anatomical_structure complex_body_part bodily_structure body_structure
beam|1182
structural_member
bean edible_bean|425
beech beech_tree|679
beef beef_cattle|76
beer_bottle|374
bell|1188 1189
acoustic_device
signaling_device
belt|1191
simple_closed_curve|1192
closed_curve|777
iceberg berg|729
bin
double_refraction birefringence|1196
refraction|773
biscuit|1198
quick_bread|457
bit chip fleck scrap|1200
fragment
morsel bite|1202
small_indefinite_quantity small_indefinite_amount|1203
indefinite_quantity
bitters|1074
black_body blackbody full_radiator
black_bread pumpernickel|1207
rye_bread|457
black_hole
black_olive ripe_olive|1210 416
condiment|499
blackberry|412 1212
drupelet|416
blackboard chalkboard|272
blade leaf_blade|691
blizzard snowstorm|789
block
blood_pressure|1218 1156
vital_sign|1219
grounds|1220
~information
bloodhound|1222
hound hound_dog|1223
hunting_dog|56
~flower bloom blossom
blowfish sea_squab puffer pufferfish|1226
saltwater_fish|1227
seafood|404
bludgeon|562
blue|510
cyanobacteria blue-green_algae|1114
blue_sky blue_air wild_blue_yonder|765
blueberry_pie|502
bluefish|1234
percoid_fish percoid percoidean|1235
spiny-finned_fish acanthopterygian|103
bluff|743
boa_constrictor|1048
bog peat_bog|1239
wetland|1240
land
thunderbolt bolt bolt_of_lightning|784
bomber|232 1243
warplane military_plane|233 266
bomb_shelter air-raid_shelter bombproof|1245
chamber|1152
arthropod_genus|1055
chemical_bond bond|1024
bonnet poke_bonnet|517
land_mine ground-emplaced_mine booby_trap|1250
~mine|1098
bookcase|294
bottomland|1240
bough|1254
tree_branch|1255
branch|1256
stem
boulder bowlder|736
bouquet corsage posy nosegay|1259
flower_arrangement floral_arrangement|997 541
whiskey whisky|1074
bow bowknot|1262
knot|1263
fastening holdfast
boxcar|1265
freight_car|1266
railcar railway_car railroad_car|225
bracing|1182 1268
strengthener
brake
brake_system brakes|1269
bramble|680
dilleniid_dicot_genus|1273
dicot_genus magnoliopsid_genus|1055
bread_dough|1275
dough|1276
concoction mixture intermixture|433
faulting geological_fault break|1278
crack scissure|1003
break_seal|1263
breakfast|931
breakfast_table|299
breakwater groyne seawall jetty|717
brick|1284 1285
ceramic
building_material
bridle|1287
stable_gear saddlery|549
briefcase
brier brierpatch brier_patch|760
bristle|1291
fiber fibre|483
bronco bronc broncho|1293
mustang|1294
pony|67
brood_hen broody broody_hen setting_hen|1296
hen biddy|132
brook creek|754
broom|1299
cleaning_implement cleaning_device cleaning_equipment
whorehouse brothel bordello bagnio house_of_prostitution house_of_ill_repute bawdyhouse cathouse sporting_house|812
bubble|1302
globule|1303
round_shape
bubble_gum|1305
chewing_gum gum|479
buckboard|1307
~carriage|1308
horse-drawn_vehicle|225
bucket pail
buckle|1263
buckskin|1312
saddle_horse riding_horse mount|67
bud|1224
buffalo|1315
bison|72
bug|199
buggy|1307
bugle|670
bulb|1256
bull|76
bullet slug|1084
bullet_hole|1323
hole|1003
bumblebee humblebee|200
bundle sheaf|1326
package parcel
bunk feed_bunk|1328
manger
load loading burden
bur burr|1331
pericarp seed_vessel|1149
burrow|1333
~hollow|733
butt butt_end|1335
handle handgrip
button|1263
by-product byproduct|1027
cab|1339
~compartment|868
cabana|582
cabin|1339
cabinet|294
cafeteria|866
cage|1152
~cake|1216
calculus|736
camp cantonment bivouac|1348
military_quarters|1349
living_quarters quarters|811
can
candlelight candle_flame|1107
cane|1353
walking_stick|563
cannon|1090
canteen|1356
flask|374
canvas|331
canyonside|1141
cap|518
capacitance electrical_capacity|1361
electrical_phenomenon|773
capacitor condenser electrical_condenser|368
cape ness|748
capillary capillary_tube capillary_tubing|283
capillarity capillary_action|1366
surface_tension|773
capsule
carabao|1369
water_buffalo water_ox|72
carbine|1371
rifle|1372
firearm small-arm|1373
gun|1085
carcase carcass|1375
dead_body
cargo lading freight ~load shipment consignment|1377
merchandise
passenger_car carriage|1266
carrier|230
cart|260
cartridge|1049
carving|628
caterpillar|1384
larva|62
catheter|283
cathode|1061
catkin ament|1224
cavern|1389
natural_enclosure|1004
pit cavity|1333
ceiling|1392
upper_surface
cell|1394
compartment|1004
center_field centerfield|738
centrifuge separator|1018
chain chemical_chain|1398
building_block
champagne bubbly|1400
sparkling_wine|491
chandelier|1402
lighting_fixture|313
chapel|821
charcoal fusain|652
electric_charge|1361
charger|1312
chart|601
chick|132 1409
young_bird|213
~chicken poulet volaille|461
chimney|284
china|1413
porcelain|1414
ceramic_ware|381
chisel|385
chlorothiazide|1417 1419
thiazide|1418
diuretic_drug diuretic water_pill|489
antihypertensive antihypertensive_drug|1040
cocoa ~chocolate hot_chocolate drinking_chocolate|482
chrysanthemum|1224
chuck eats grub|434
church_bell|1187
cicada cicala|1425
homopterous_insect homopteran|199
cigar|1427
roll_of_tobacco|1428
tobacco baccy|1429 488
plant_product|1430
plant_material plant_substance|483
cigarette cigaret coffin_nail|1427
ciliate ciliated_protozoan ciliophoran|1433
protozoan protozoon|722
cilium|1435
organelle cell_organelle cell_organ|1436
organ
circuit electrical_circuit electric_circuit|368
circulation|1439
organic_phenomenon|773
citron|409
clam|1442
bivalve pelecypod lamellibranch|188
clamshell|1149
classic
claw|1446
horny_structure unguis|1180
cleansing_agent cleanser cleaner|1448
formulation preparation|1449
compound chemical_compound|804
cartridge_holder cartridge_clip clip|1451
supply_chamber
cupboard closet|1453
storage_space
closeup|633
apparel wearing_apparel ~clothes|510
clotheshorse|838
downpour cloudburst torrent pelter soaker|780
clover|690
clubhouse|812
soft_drink|482
cockatoo|139
cockpit|1339
cockroach|1464
dictyopterous_insect|199
coconut_palm coco_palm coco cocoa_palm coconut_tree|683
coconut coconut_meat|404
cocoon
coffee_break tea_break|1469
collation snack|931
coffee_cup|377
coffin casket|649
cold_frame|321
cold_weather|779
collage montage|1475 1476
paste-up
picture image ikon
collar|1478
~strip
colors|620
colt|217 1481
male|62
columbine aquilegia aquilege|692
column chromatography_column|283
comb
comet|1486
extraterrestrial_object estraterrestrial_body
communication_system
commuter commuter_train|1489
passenger_train|238
compass|1491
navigational_instrument
compress|1139
concentrate|433
concentration_camp|1495
penal_institution penal_facility|864
condensed_milk|492
~wire conducting_wire
cone
conference_center conference_house|812
continent|1501
landmass land_mass|748
contraceptive contraceptive_device prophylactic_device birth_control_device
appliance contraption contrivance gadget
convertible|228
chicken_coop coop hencoop henhouse|831
copy
cord
core|1509
midpoint
~corn maize|1511
cereal cereal_grass|688
corn_syrup|1513
syrup sirup|498
cornmeal|433
aureole corona|1516
radiance glowing|1107
radiation_pressure corpuscular-radiation_pressure|1156
corpuscular_radiation particulate_radiation|1519
radioactivity|1520
~release|798
cow_pen cattle_pen corral|1152
corridor|850
brainwave brain_wave cortical_potential|1524
bioelectricity|1439
universe world cosmos macrocosm
costume|551
bungalow cottage|809
cotton|331
water_moccasin cottonmouth cottonmouth_moccasin|1530
pit_viper|1531
viper|162
counter|299
coupling
track
courtroom|868
courtyard
cove|1538
inlet|750
~screen cover
coyote prairie_wolf brush_wolf|88
cracker|457
crag|734
creep_feed|1544
feed provender|434
creeper|681
crib|310
~cricket|1548
orthopterous_insect orthopteron orthopteran|199
crisp potato_chip|449
crop harvest|1551
~output yield|1552
industry manufacture|1553
business_enterprise ~business|1554
commerce commercialism|1555
transaction|928
cross
crow|1558
corvine_bird|1559
oscine oscine_bird|146
crowbait crow-bait|1312
crusher
crust
crutch|563
~crystal
crystallite|1566
~crystal|736
cuckoo-bumblebee|200
cud rechewed_food|1544
cumulus cumulus_cloud|771
cur mutt|56
curb curbing kerb
curbside|1573
pavement|1574
paved_surface|860
remedy curative cure therapeutic|1040
nostrum catholicon cure-all|1575
curio
currant|412
current electric_current|1361
cutting|1256
cypress_tree|686
daffodil|1583
narcissus|699
daiquiri rum_cocktail|494
dairy_cattle dairy_cow milch_cow milk_cow milcher milker|76
dam|717
dark_bread whole_wheat_bread whole_meal_bread brown_bread|457
daylight|1107
direct_current direct_electric_current|1590
~electricity electrical_energy|1010
death|1439
decay|1439
deck|859
declivity downslope|1141
delta|1596
alluvial_sediment alluvial_deposit alluvium|1597
sediment ~deposit
dent|1027
department_store emporium|862
deposit sedimentation alluviation|1601
geological_phenomenon|773
detector sensor sensing_element
diagram|626
diaphragm
diatom|721 1606
phytoplankton|682
die dice|1608
square_block|1216
dichondra|714
diet|434
diffraction|1612
optical_phenomenon|773
dining_room dining-room|868
dinner|931
dipole|1398
dipper|1617
ladle
phonograph_record phonograph_recording record disc|1619
sound_recording audio_recording|1620
memory_device storage_device
dish|378
sewage_disposal_plant disposal_plant|1623
plant works industrial_plant|1624
building_complex
distortion optical_aberration|1612
ditch
divan|296
honkytonk dive|1629
cabaret nightclub night_club nightspot|863
dock|1152
dogwood dogwood_tree cornel|1071
doorway ~door room_access|1633
entrance entranceway entryway|1007
dooryard|883
dormitory dorm residence_hall student_residence|1349 812
dose|1040
bass_fiddle bull_fiddle double_bass contrabass string_bass|664 659
dove|143
down down_feather|1640
feather plumage|1641 1642
body_covering|1149
animal_material|483
draft|1030
drag retarding_force|1645
resistance|1646
mechanical_phenomenon|773
drainage_ditch|1626
draught potation tipple|1649
drink|1650
helping serving|1202
draw|1087
drawer|1453
drawing_room withdrawing_room|1654
reception_room|868
dregs settlings|1597
boutique dress_shop|865
dressing_gown robe-de-chambre lounging_robe|1167
dressing_room|868
drift impetus impulsion|1025
drinking_water|482 496
drive
driveway ~drive private_road|844
drizzle mizzle|780
drone|200
drugstore pharmacy|865
drumlin
drygoods soft_goods
duffel_bag duffle_bag duffel duffle|1669
drawstring_bag|504
dugout|583
dumbbell|1146
dun|1312
donjon dungeon|1674
stronghold|817
dust_cloud|783
earth ~world globe
easel|1678
tripod|1679
~stand
easy_chair lounge_chair overstuffed_chair|307
~egg|1682
ovum egg_cell|1683
gamete|1684
reproductive_cell germ_cell sex_cell|1685
~cell
eggplant|424
light_bulb lightbulb ~bulb incandescent_lamp electric_light electric-light_bulb|1688
electric_lamp|305
electrical_power electric_power wattage|1690
power|773
electric_shaver electric_razor|1692
razor|385
electric_toothbrush|641
electricity|773
cardiograph electrocardiograph|1696
medical_instrument
electron negatron|1698 1699
elementary_particle fundamental_particle|1059
fermion|1059
elevator|268
elm elm_tree|679
embankment
emission_spectrum|995
engine|1705
motor|354
~web entanglement|1707
trap
envelope
writing_table escritoire secretaire|301
necessity essential requirement requisite necessary
estuary|750
etcetera
exchange|1714
chemical_phenomenon|773
facade
facing|1717
lining|321
factory mill manufacturing_plant manufactory|1623
falcon|1720
hawk|137
fallout_shelter|583
fan
farmhouse|809
feeder|63
feedlot|812
feeler
female|62
split_rail fence_rail|637
~field field_of_force force_field|773
fig_tree|679
fighter fighter_aircraft attack_aircraft|232 1243
figure|1733
model
gasoline_station gas_station filling_station petrol_station|1735
service_station|852
filly|217 1727
photographic_film|1738
photographic_paper photographic_material|361
filter
fireplace hearth open_fireplace|1741
niche|1152
firecracker|801
firelight|1107
osprey fish_hawk fish_eagle sea_eagle|1720
fishing_boat fishing_smack fishing_vessel|241
flagellate flagellate_protozoan flagellated_protozoan mastigophoran mastigophore|1433
flannel|331
flap
flash_flood flashflood|1750
flood inundation|1601
flashlight|1688
flat|1753
plain champaign|748
flea|199 1755
ectoparasite ectozoan ectozoon epizoan epizoon|1756
parasite
flight flight_of_stairs flight_of_steps|648
floodhead|1749
floor flooring|860
flour|433
flower_garden|879
flurry snow_flurry|778
fly|1764
dipterous_insect two-winged_insects dipteran dipteron|199
foam froth|1301
focal_point
animal_foot|1768
vertebrate_foot pedal_extremity|1769
external_body_part
~football|559
woodland timberland|748 740
garrison fort|1773
military_post post|1161
fortress ~fort|817
fox_terrier|1776
terrier|1223
anteroom antechamber entrance_hall ~hall foyer lobby vestibule|868
fraction
frame|838
frangipani frangipanni|696
expressway freeway motorway pike state_highway superhighway throughway thruway|845
fried_egg|446
frieze|1784
architectural_ornament|541
front_door front_entrance|1786
exterior_door outside_door|1632
front_porch|1119
frost|1473
fumed_oak|1790
~oak|1791
~wood|1430
funeral_home funeral_parlor funeral_parlour funeral_chapel funeral_church funeral-residence|1793
morgue mortuary dead_room|812
pelage|1795
hair|1641
fuzz tomentum|1797
plant_process
galvanism|1694
gambling_house gambling_den gambling_hell gaming_house|812 863
gamecock fighting_cock|78
gaming_card|594
common_valerian garden_heliotrope|1803
valerian|692
garter_snake|1805
colubrid_snake colubrid|162
gas_chamber death_chamber|1807
instrument_of_execution
gas_burner gas_jet|1809
burner|1018
gatepost|1811
~post|1812
upright|1182
counterglow gegenschein|1107
gelding|1815
male_horse|67 1481
generator|1018
gentian|692
giant|62
gingham|331
ginkgo gingko maidenhair_tree|687
incandescence glow|1107
golden_glow double_gold|1823
cutleaved_coneflower|1824
coneflower|692
government_office|891
gown|526
grain|1828
particle corpuscle mote speck|483
granule|1827
grape_arbor grape_arbour|1831
arbour bower pergola|838
grasshopper|1548
grating|717
grave tomb|1835
topographic_point place spot
gravity gravitation gravitational_attraction gravitational_force|1024
gravitational_field|1729
gray|510
greatcoat overcoat topcoat|523
green_algae chlorophyte|721
green_bean|1842
fresh_bean|1183
greens leafy_vegetable|425
grenade|1097
grillroom grill|866
grinding|1828
grocery_store grocery food_market ~market|861
ground_floor first_floor|1100
grove woodlet orchard|879
safety_device
gulf|750
gun_smoke|799
gust|1030
gutter ~trough|1855
channel|285
gym|899
hail|779
hallway ~hall|1522
ham jambon gammon|1123
ham_and_eggs|446
~hammer
shackle hamper
hand_grenade|1844
handkerchief hankie hanky hankey|330
handspike|637
hardbake|479
hardtack pilot_biscuit pilot_bread sea_biscuit ship_biscuit|1197
hardware|1050
hardware_store|865
hare|92
harness
harpy_eagle|138
hatchway|1633
haunch|1875
croupe rump
hay|1544
haze|782
promontory headland foreland|725
headlight headlamp|1880
~light light_source|306
headquarters central_office main_office|891
heat heat_energy|1010
heat_of_condensation|1884
latent_heat heat_of_transformation|1882
heat_of_dissociation|1882
heat_of_formation|1882
heaver|637
heel|1889
bottom underside undersurface|908
hem|1891
demarcation demarcation_line|908
hide ~skin|1641
high_sea international_waters|750
highroad trunk_road|845
hillside|1141
hind_leg|1897
hind_limb hindlimb|1898
limb|1899
appendage|1769
hinge flexible_joint
holder|1902
holding_device
hollow|732
althea althaea hollyhock|1905
mallow|696
holster|1907
sheath|321
holystone|1909
sandstone|1910
arenaceous_rock|1911
sedimentary_rock|1912
~rock ~stone|483
home_plate home_base ~plate|1914
~base ~bag|564
honeybee|200
honeysuckle|696
hoof|1767
hookworm|1919
nematode nematode_worm|1920
worm|184
hoop_snake|1805
horn|1923
noisemaker
horn_fly|1763
horror
horse_chestnut|1071
horseback
host
hub
human_being ~human|1931
hominid|59
hurricane|1933
windstorm|789
hurricane_deck hurricane_roof promenade_deck awning_deck|1593
hut army_hut field_hut|583
hutment|1347
hydrogen_bond|1247
hydrostatic_head|1156
intercontinental_ballistic_missile|1126
ice_floe floe|729
ice_water|1660
idol graven_image|1943
effigy
imitation|1506
impact wallop|1027
import
inclusion_body cellular_inclusion
induction inductance|1361
baseball_diamond infield|738
infrared_light infrared_radiation infrared_emission|1108
infrared_spectrum|995
ingredient
hostel hostelry inn auberge|870
invention innovation
interchange|1956
junction|1835
interface|908
interfacial_tension interfacial_surface_tension|1366
interferometer|291
interlayer
intersection crossroad crossway carrefour|1956
entrenchment intrenchment|816
inventory|1377
inversion|772
golf-club golfclub|581
irons chains|1862
isle islet
item
jackdaw daw|1558
jail jailhouse gaol poky pokey|1971
correctional_institution|1495
jam|1973
conserve conserves preserves|1974
confiture|479
oriental_cherry|1976
flowering_cherry|1977
cherry_tree|1070
jeep landrover|228
jelly|480
jet jet_plane jet-propelled_plane|232
jewel precious_stone|539
~toilet lavatory lav john privy|868
glass_lizard glass_snake joint_snake|1984
anguid_lizard|158
jonquil|1583
keyhole|1987
~hole
kinetic_energy|1989
mechanical_energy|1010
kit
kitchen_sink|314
kitchenette|887
stifle|1994
joint articulatio
knob
lab laboratory research_lab research_laboratory science_lab science_laboratory|886
lagoon laguna lagune|752
lamplight|1107
spear lance|1085
landing|859
lane
lantern|305
larkspur|2004
delphinium|692
soapsuds suds lather|1765
leafhopper|1425
leak|1323
leash tether
ledge|743
leech bloodsucker hirudinean|2011
annelid annelid_worm segmented_worm|1920
left_field leftfield|738
leg_of_lamb gigot|2014 464
lamb_roast roast_lamb|2015
roast|464
legume leguminous_plant|690 2017
climber|714
lemon_meringue_pie|502
lemon_tree|2020
citrus_tree|1070
lemonade|2022
fruit_drink ade|482
lens lense lens_system|2024
optical_device
lentil|425
life_cycle|1439
~beam beam_of_light light_beam ray ray_of_light shaft_of_light|1107
lighting|1018
lilac|696
lime_tree|2020
basswood linden|1791
lined_snake|1805
linen|331
link linkup ~tie tie-in|1263
lipstick lip_rouge|2036
makeup|2037
cosmetic|643
live_oak|684
variety_meat organs|461
liver_fluke|2041
trematode trematode_worm|2042
flatworm platyhelminth|1920
livery_stable|2044
stable stalls horse_barn|831
livestock farm_animal|59
loaf_of_bread loaf|457
loblolly|2048
gruel|2049
porridge|446
lobscouse lobscuse scouse|446
local|237
lock|1263
locker storage_locker|1339
locker_room|868
lockup|1970
locust|2057
short-horned_grasshopper acridid|1832
domiciliation lodgings|1349
loon|2060
gaviiform_seabird|142
lot
lotus sacred_lotus|2063
water_lily|2064
aquatic_plant water_plant hydrophyte hydrophytic_plant|681
louse sucking_louse|199
lowland|733
luminescence|1107
lump
lunch luncheon tiffin dejeuner|931
machine_gun|2071
automatic_firearm automatic_gun automatic_weapon|2072
autoloader self-loader|1372
maggot|2074
~grub|1384
magnet
magnetism magnetic_attraction magnetic_force|1024
magnetic_field|1729
magnetic_moment moment_of_a_magnet|2079
torque|1025
magnetic_resonance|2081
resonance|773
magpie|1558
mahogany|1791
mailbox|649
main_street high_street|842
mainland|748
mane|1795
manifold|282
manometer|2090
pressure_gauge pressure_gage|2091
gauge gage|291
manor manor_house|819
mantel mantelpiece mantlepiece chimneypiece|303
manzanita|696
maple|1791
marble|559
mare female_horse|67
maria
marmalade|1973
marrowbone|2101
bone|2102
connective_tissue|2103
animal_tissue|2104
tissue
marsh marshland fenland|1239
martini|494
masonry
mast|2109
pole|1171
master_bedroom|888
masterpiece
mat|323
match friction_match
maze labyrinth
means
megaton_bomb|1095 1097
computer_memory computer_storage memory_board|1620 2118
computer_hardware
meteoroid meteor|1486
meteor_shower meteor_stream|772
meteorite|2119
micelle|1059
micrometeorite micrometeoroid micrometeor|2121
microphone mike mic|366
microscope|2126
magnifier|2127
scientific_instrument
~microwave|1109
millpond|756
mine
mire quagmire quag morass|1238
mist|781
modern_man|1930
modernism|625
candida|440
monocle eyeglass|2023
monsoon|1030
monument
moonlight moonshine|1107
morning_glory|714
mortar howitzer trench_mortar|2142
high-angle_gun|1354
mosaic|625
mosquito|1764
moth|198
motif|622
mound|564
mountainside versant|1141
~mouse|95
mouse_nest|2151
nest
apparent_motion apparent_movement|2153
optical_illusion|1612
muffler|1188
mulch|321
mule|68
musket|2158
muzzle_loader|1372
musket_ball|2160
shot|1084
mouton mutton|461
gun_muzzle muzzle
myrtle|2164
periwinkle|2165
subshrub suffrutex|696
nail|1263
natural_order|1525
nature|1525
necrosis|1591
nectary honey_gland
need want|1710
acerate_leaf needle|2173
simple_leaf|691
negative_charge|1405
nestling baby_bird|1409
internet net cyberspace|2177
computer_network|2178
electronic_network
communication_equipment
nightingale|1559
noctiluca|2182
dinoflagellate|1746
nomia|1246
nozzle|2185
spout
nubbin
nuclear_resonance|2081
nucleus|1509
nude nude_painting|623
nursery|888
nut|2192
seed|405
nymph|1384
oat|1511
oatmeal burgoo|2049
observation_dome|2197
observation_tower lookout_station
obstacle|718
ocean_floor sea_floor ocean_bottom seabed sea_bottom|733
ocelot panther_cat|2201
~wildcat|65
oil oil_color oil_colour|2203
oil_paint|2204
paint|2205 2206
coating
coloring_material colouring_material colour|483
oil-water_interface|1957
oil_painting|623
oil_well|2210
well
oleander rose_bay|2212
poisonous_plant|682
opium|2214 2215
narcotic|489
controlled_substance|489
master_copy original
osmotic_pressure|1156
outfield|738
end_product output
overall|2221
work-clothing work-clothes work_clothes work_clothing|510
ox|76
oxytetracycline hydroxytetracycline oxytetracycline_hydrochloride|1103
oyster|1442
public_address_system|1487
pane pane_of_glass window_glass|2227
plate_glass sheet_glass|272
paneling panelling|2229
panel|272
pansy|2231
viola|690
pant_leg trouser_leg|328
jaguar panther|86
parakeet parrakeet parroket paraquet paroquet parroquet|139
ballpark|877
parlor parlour|1654
mountain_pass
eatage forage pasture|1544
~patch|330
paw|1767
pea|425
pea_soup|469
~peacock peacock_butterfly|2244
nymphalid nymphalid_butterfly brush-footed_butterfly four-footed_butterfly|197
peanut_butter|1210
pebble|736
peg nog|1263
pegboard|2249
gameboard
pemmican pemican|461
peninsula|748
peony paeony|692
perfume|643
petal flower_petal|2255
floral_leaf|691
continental_breakfast petit_dejeuner|1280
phloem|2258
vascular_tissue|2259
plant_tissue
photochemical_exchange|1713
photon|2262
gauge_boson|2263
boson|1059
music_stool piano_stool|308
pickle|1210
pickup pickup_truck|239
piezoelectricity piezoelectric_effect piezo_effect|1694
pill
pinecone|2270
strobilus strobile
pipe tobacco_pipe|283
pistol handgun side_arm shooting_iron|1372
ewer
pitchfork|645
pith|2259
architectural_plan|626
planet major_planet|770
minor_planet planetoid|770
plantain_lily day_lily|690
plaster_cast plaster_bandage|1138
plow|388
plowshare ploughshare|2283
inclined_plane|2284
simple_machine
plug stopple|718
plumbing plumbing_system
pocket|2288
pouch|504
polarization|1612
cruiser police_cruiser patrol_car police_car prowl_car squad_car|228
police_station police_headquarters station_house|852
pollen|2293
spore|2294
agamete
poncho|524
poppy|692
porcupine|95
pork porc|461
porkchop|464
~port port_wine|2301
fortified_wine|491
portal|1633
porterhouse porterhouse_steak|2304
beefsteak|463
portfolio
portrait|1476
possum|119
potato_yellow-dwarf_virus|2309
plant_virus|2310
virus|723 2311
infectious_agent infective_agent|1028
potential_energy|1989
pothole chuckhole|1333
pottery clayware|1414
power_tool|354 388
prairie_dog prairie_marmot|95
prairie_rattlesnake prairie_rattler|2318
rattlesnake rattler|1530
precipice|734
mix premix|1276
prey|62
primary primary_feather primary_quill|2323
flight_feather quill_feather|1640
animal_order|1021
print|624
print_shop printing_shop|2327
workshop|886
prison|1971
proton|2330
nucleon|2331
baryon heavy_particle|2332 1699
hadron|1698
nuclear_magnetic_resonance proton_magnetic_resonance|2080
commissariat provisions viands victuals|434
pseudophloem|2259
psychoactive_drug mind-altering_drug consciousness-altering_drug psychoactive_substance|489
pull|1025
pulley pulley-block pulley_block|2284
pulp mush
dais podium pulpit rostrum ambo|859
pump
push thrust|1025
pussy_willow|2344
willow willow_tree|679
pyrometer|2346
thermometer|291
queen|199
quirt|2349
whip
rack|838
radar microwave_radar radio_detection_and_ranging radiolocation|291
radiator
radio_wave radio_emission radio_radiation|1109
radio_source|2352
radio_spectrum radio-frequency_spectrum|995
radish|431 427
raft
rag tag_end tatter|330
railing rail|717
~railway railroad railroad_line railway_line railway_system|2361
~carrier common_carrier|2362
business business_concern business_organization business_organisation|2363
enterprise|2364
organization
siding railroad_siding sidetrack|851
railway_station railroad_station railroad_terminal train_station train_depot|2367
terminal depot|852
nimbus nimbus_cloud rain_cloud|771
ramp ~incline|2283
rampart bulwark|1702
ramrod|1171
ranch spread cattle_ranch cattle_farm|885
ranch_house|809
mountain_range range_of_mountains mountain_chain chain_of_mountains
rathole|1323
ration|434
rear_window|2378
car_window
recorder recording_equipment recording_machine
recording|279
rectifier|368
red-bellied_snake|1805
redtail red-tailed_hawk|1720
reel|1737
reflection reflexion|773
rein|2387
strap|2388
leather_strip
congenator congeneric
release|1377
relic
remains
rent|1003
repertory|874
repulsion repulsive_force|1025
resistor|368
resolving_power|773
response|1027
revolver six-gun six-shooter|2272
rhinoceros rhino|69
pieplant rhubarb|425
rib
ribbon
ribbon_snake|1804
plant_genus|1055
winter_currant|2407
currant_bush|696
riding_boot|515
rift|1003
rig|549
right_field rightfield|738
hoop ~ring|1478
ascent acclivity climb upgrade|1141
riverbank riverside|1140
rivulet rill runnel streamlet|754
wayside roadside|1891
roadway|844
outcrop outcropping rock_outcrop|736
rock_python rock_snake|1047
suite rooms|1067
rooster|132
rope
hibiscus|1905
rosebud|1313
rotor rotor_coil|2426
armature|2427
reactor|368
round unit_of_ammunition one_shot|1049
strip
rumen first_stomach|2431
stomach tum|2432
internal_organ viscus|1436
rutabaga yellow_turnip|431 427
sable sable_brush|642
saddle|2436
~seat
saddle_hackle saddle_feather|2438
hackle|1640
saddlebag|504
safe|2441
strongbox deedbox|649
sage|2443
~herb|499
sagebrush sage_brush|2165
salamander|61
salmon|2447 2448
salmonid|102
food_fish|105
salon|2450
art_gallery picture_gallery|868
salt table_salt|499
sandalwood|1791
sapling|679
sardine pilchard|1226
satellite artificial_satellite orbiter
sauce|1210
scaffold|859
scale scale_leaf|691
scapular|1640
scenery|2461
stage_set
school_system|864
scimitar|2464
cavalry_sword|2465
sword ~blade|1085
highball|495
scraping|1200
screen projection_screen
screen_door|836
scrub_oak|684
walrus seahorse sea_horse|179
sealing_wax ~seal|1263
seam
searchlight|1880
section
sedan|228
seedbed|880
seedling|694
seedpod|405
~section segment
seismograph|291
sequence|1737
sewage_system sewer_system sewage_works
sewer|2485
drainpipe waste_pipe|282
shade|321
fake sham|1944
white_clover dutch_clover shamrock|1458
paring shaving|1200
shawl|524
shear|2492
alteration|788
shell|1049
sherry|2301
shield|321
shielding|2495
shopping_mall shopping_center shopping_centre|862
short|738
shotgun scattergun|1372
shovel|645
shower_room|868
shrapnel|2493
shutter
sidewinder horned_rattlesnake|2318
signboard
silk|331
silkworm|1383
sill|1182
silo|813
sirloin|464
sketch|626
skiff|252
skin
skylight|837
slab|1216
slacks|529
slat|2518
lumber timber|1285
slate_roof|839
sleeve|328
slice|1650
oilskin slicker|2523
mac mack|2524
raincoat|523
~slide microscope_slide|2227
slipper carpet_slipper|514
slit
sloe|2529
wild_plum wild_plum_tree|2530
plum plum_tree|1070
slop slops swill pigswill pigwash|1544
smokehouse meat_house|812
snapdragon|692
gym_shoe sneaker tennis_shoe|513
snout neb|2536
nose olfactory_organ|2537
chemoreceptor|2538
sense_organ sensory_receptor|1436
snowball|2540
sand_verbena|2541
wildflower wild_flower|693 2542
wilding|682
soap|1447
turf sod sward greensward|1240
solar_radiation|1110
solar_system
solar_wind|2545
sole|1889
sonar echo_sounder asdic|291 1491
sound|1646
soundtrack|1619
source
sowbelly|2554
salt_pork|2298
space_probe|2556
guided_missile|1127
spade|594
spaniel|2559
sporting_dog gun_dog|1223
specific_heat|1882
spectacle|2562
display
mass_spectrometer spectrometer|2564
spectroscope prism_spectroscope|536
sphere
steeple spire|813
splinter sliver|1199
spoke wheel_spoke
elastic_device
spume|1765
spur|1797
sputnik|2455
stage_door|1633
stall|1339
stamen
~base pedestal stand
starlight|1107
beach_wagon station_wagon estate_car beach_waggon station_waggon|228
steed|1312
stair
steppe|1753
stepping_stone|736
stereo stereophony stereo_system stereophonic_system|2584
reproducer|2585
audio_system sound_system|109
stern after_part|1117
stethoscope|1696
still|633
stirrup stirrup_iron
stock_exchange stock_market securities_market|886
stocking|533
stone_wall|716
shopfront storefront
storehouse|874
storm_cloud|771
strain|2492
strait|750
boater leghorn straw_hat|517
stray|63
~corner street_corner|1961
streetcar trolley trolley_car|230
streetlight street_lamp|305
stretch|1004
string twine|1507
stub
studio|886
stump tree_stump
subcontinent|1501
subject depicted_object
submachine_gun|2070
subsection|2480
metro subway_system subway|2360
suction|1156
sugar refined_sugar|498
sugar_maple rock_maple|2616
~maple|1071
sulky|1308
sunlight sunshine ~sun|1107
sunbeam sunray|2027
awning sunshade sunblind|321
supper|931
accessory supplement
survivor|62
swallow sup|1202
swamp swampland|1239
swatch|330
sweatshirt|2628
pullover slipover|2629
sweater|509
melilotus melilot sweet_clover|680
sweet_orange|408
sweet_roll coffee_roll|2633
bun|457
strawberry_shrub sweet_shrub|696
swell|725
swimming_hole|756
switch electric_switch electrical_switch
swivel_chair|295
synagogue|821
mock_orange syringa|2641
philadelphus|696
tack_hammer|644
tadpole polliwog pollywog|1384
taffy|478
tail
tangle
tank army_tank armored_combat_vehicle armoured_combat_vehicle|266 2648 2649
armored_vehicle armoured_vehicle|230
tracked_vehicle|230
tape|1478
target|273
tarpaulin tarp|1357
tavern tap_house|812
tea_cart teacart tea_trolley tea_wagon|2655
serving_cart|2656
handcart pushcart ~cart|225
teak teakwood|1791
telegraph|1018
telephone_booth phone_booth call_box telephone_box telephone_kiosk|2660
booth ~stall kiosk|868
telephone_wire telephone_line telegraph_wire telegraph_line|1497
telephone_pole telegraph_pole telegraph_post|1811
television_system|2664
telecommunication_system telecom_system telecommunication_equipment telecom_equipment|1487
tenement tenement_house|1068
tension|1025
patio terrace
test_room testing_room|868
thaw|779
thermocouple thermocouple_junction|2346
third_base|1914
thread|1507
~accelerator throttle throttle_valve
tick|2675
acarine|204
choice_morsel tidbit titbit|480
tidewater|2678
coastal_plain|748
~timber|1181
time_machine|354
tine|2682
prong
tire|2412
toast|457
tobacco_mosaic_virus|2309
hot_toddy toddy|495
brittle toffee toffy|478
tomato_paste|500
topgallant_mast|2690
topmast|2108
torch|1880
tornado twister|1933
total aggregate
trail|1534
tranquilizer tranquillizer tranquilliser antianxiety_agent ataractic_drug ataractic_agent ataractic|2696 2697
psychotropic_agent|489
sedative-hypnotic sedative-hypnotic_drug|2698
sedative sedative_drug depressant downer|1040 488
theodolite transit|2700
surveying_instrument
transportation_system transportation
tray|2703
receptacle
gem treasure|625
trunk tree_trunk|1256
treetop|2707
top
trench|1626
gun_trigger trigger|636
trough|733
truck_bed|1759
trumpet_creeper trumpet_vine|2713
asterid_dicot_family|2714
dicot_family magnoliopsid_family|1021
harpy_bat tube-nosed_bat tube-nosed_fruit_bat|2716
fruit_bat megabat|1164
tulip_tree tulip_poplar canary_whitewood|1071
turban|518
turbine|2720
rotary_engine|2721
internal-combustion_engine|2722
heat_engine|1704
turbulence turbulency|773
turkey_cock tom_turkey|135
tweed|331
branchlet twig sprig|1255
twilight|1107
two-by-four|2679
typewriter|2730
character_printer character-at-a-time_printer serial_printer|364
ultracentrifuge|1396
ultraviolet ultraviolet_radiation ultraviolet_light ultraviolet_illumination|1108
ultraviolet_spectrum|995
singlet undershirt|2735
undergarment unmentionable|509
unit_cell|1398
university|864
matzo matzoh matzah unleavened_bread|457
vagabond
vapor_pressure vapour_pressure|1156
variable
head_covering veil|509
velvet|331
vending_machine|2745
slot_machine coin_machine|354
window_blind|320
vent venthole vent-hole|1987
veranda verandah|1119
verbena vervain|692
vermouth|491
vest waistcoat|509
viand|446
vinegar|1210
vintage|491
violet|2231
woodbine|714
~volcano|1278
voltage electromotive_force emf|1361
voltaic_battery galvanic_battery|1172
voltaic_pile galvanic_pile|1172
vulture|137
waffle|454
aftermath wake|1027
wallet billfold notecase
wallflower|692
walnut|2767
edible_nut|2191
walnut_tree|2769
nut_tree|1071
warehouse storage_warehouse|2594
wash|2772
water-base_paint|2204
wastepaper_basket waste-paper_basket wastebasket waste_basket circular_file
watercolor|623
waterway|750
exit way_out
weave|622
web
weed|681
weir|1586
wheat|1511
wheel|2284
puff puff_of_air whiff|1853
whiskey_on_the_rocks whisky_on_the_rocks|1649
sweet_white_violet white_violet woodland_white_violet|2755
whiteface|1185
wild_dog|57
wild_horse|67
wildcat_well wildcat|2209
windowpane|2226
windshield windscreen|2792
~screen|321
wing|1436
wooden_leg pegleg|2795
prosthesis prosthetic_device|2796
corrective
woodpecker peckerwood|2798
piciform_bird|78
woodwork
wool woolen woollen|331
work_of_art|625
workbench work_bench|2803
worktable work_table|299
worker_bee|199
wound_tumor_virus|2806
tumor_virus|2310
wrack|720
wreath coronal chaplet lei|1259
roentgen_ray|1109 2810
ionizing_radiation|1110
xylem|2258
yellow_pine|685
yucca|696
zodiacal_light|2385`

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
trailer caravan|227 226
bulldozer dozer|244
submarine pigboat|264
submersible_warship|265
warship war_vessel combat_ship|242 266
military_vehicle|226
crane|268
lifting_device
parachute chute|270
rescue_equipment
skateboard|272 273
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
street_sign stop_sign traffic_sign road_sign|287
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
appliance|340
durable_goods consumer_durables
oven|342 339
kitchen_appliance|338
microwave microwave_oven|342 339
toaster|342 339
stove kitchen_stove kitchen_range cooking_stove|342 339
dishwasher dish_washer dishwashing_machine|337 339
automatic_washer washing_machine|337 339
television_receiver television television_set tv tv_set idiot_box boob_tube telly goggle_box|349 109
receiver receiving_system|109
laptop laptop_computer|351 109
portable_computer|352
personal_computer microcomputer|353
digital_computer|354
computer computing_machine computing_device data_processor electronic_computer information_processing_system|355 109
machine
keyboard|109
remote_control remote|109
cellular_telephone cellular_phone cellphone mobile_phone cell_phone mobile smartphone iphone|359 109
radiophone|360
telephone phone telephone_set|109
camera photographic_camera|362 109
photographic_equipment
printer|364 365 109
peripheral computer_peripheral peripheral_device|109
printing_machine|355
earphone earpiece headphone|367 109
electro-acoustic_transducer|368
transducer|369
electrical_device
loudspeaker speaker speaker_unit loudspeaker_system speaker_system|367 109
radio_receiver receiving_set radio_set radio|349 109
monitor|109
watch|290
robot|109
bottle
wineglass wine_glass|377 378
glass drinking_glass
tableware
cup|380 381 378
crockery dishware|378
kitchen_utensil|382
utensil
fork|384 381 378
cutlery eating_utensil|378
knife|386 384 381 378
edge_tool|387
cutting_tool|388
cutting_implement|389
tool
spoon|384 381 378
bowl|381 378
plate|393 381 378
flatware|378
pan cooking_pan|395 381
cooking_utensil cookware|381
pot|395 381
kettle|396 381
teapot|396
basket handbasket
mug|401 381 378
drinking_vessel
banana|403 406
edible_fruit|404 406
produce green_goods green_groceries garden_truck|405
food solid_food
fruit
apple|403 408 406
pome false_fruit|406
orange|410 406
citrus citrus_fruit citrous_fruit|403
pear|403 408 406
strawberry|413 406
berry|403
grape|403 406
lemon|410 406
cherry|403 417 406
drupe stone_fruit|406
peach|403 417 406
pineapple|403 406
watermelon|421 406
melon|403
mango|403 406
blueberry|413 406
tomato|425 426
solanaceous_vegetable|426
vegetable veggie veg|404
broccoli|428 426
cruciferous_vegetable|426
carrot|430 426
root
potato murphy spud tater|432 433 425 426
root_vegetable|426
starches|434
food_product|435
~food nutrient
cucumber cuke|426
onion|426
pepper|425
mushroom|440
basidiomycete basidiomycetous_fungi|441
fungus
corn edible_corn|443
~grain food_grain|434
pumpkin|426
cabbage|428 426
salad|447
~dish|448
nutriment nourishment sustenance aliment alimentation|435
sandwich|450
snack_food|447
hot_dog red_hot|449
pizza pizza_pie|447
doughnut donut sinker|454 457
friedcake|455
cake|456 457
baked_goods|405
dessert afters|448
bread breadstuff staff_of_life|456 433
cheese|460 405
dairy_product|434
egg eggs|434
meat|405
sausage|462
steak|465
cut_of_meat|462
hamburger beefburger burger|449
pasta alimentary_paste|405
noodle|467
rice|443 433
soup|447
sushi|447
taco|447
burrito|447
pancake battercake flannel_cake flannel-cake flapcake flapjack hotcake hot_cake|455 457
ice_cream icecream|476 457
frozen_dessert|457
chocolate|405 457
cookie ~biscuit|455 457
candy confect|480 457
confection|481
dainty delicacy goody kickshaw treat|448
coffee java|483
beverage drinkable potable|435 484
component_part
tea|483
beer|487 483
brew brewage|488
alcohol alcoholic_drink alcoholic_beverage intoxicant inebriant|483 489
drug_of_abuse street_drug|490
drug|491
~agent
wine vino|488 483
milk|460 483
juice|434 483
cocktail|496 483
mixed_drink|488
water|484 435
honey|499
sweetening sweetener|500
flavorer flavourer flavoring flavouring seasoning|501
fixings|434
butter|460 405
pie|456 457
backpack back_pack knapsack packsack rucksack haversack|505
bag
umbrella|321
~bag handbag purse|505
necktie tie|509 511
neckwear|510
garment|511
clothing article_of_clothing wearable habiliment clothes
traveling_bag travelling_bag suitcase|513 505
baggage luggage
shoe|515 511
footgear
boot|515 511
sandal|514 511
hat chapeau|519 511
headdress headgear|511
helmet|519
glove|522 511
handwear hand_wear|511
scarf|510 511
coat|525 511
overgarment outer_garment|510
jacket|524 511
dress|511
skirt|328 511
shirt|510 511
trousers pair_of_trousers jeans|510 511
suit suit_of_clothes|510 511
swimsuit swimwear bathing_suit swimming_costume bathing_costume|510 511
sock|534 511
hosiery hose|535
footwear|511
spectacles specs eyeglasses glasses|537
optical_instrument
sunglasses dark_glasses|536
ring|540
jewelry jewellery|541
adornment|542
decoration ornament
necklace|540
earring|540
bracelet bangle|540
crown diadem|547 548 540
jewelled_headdress jeweled_headdress|519
crown_jewels|549
regalia|550
appurtenance
mask|552
attire garb ~dress|511
uniform|511
frisbee|555 258 273
disk|556 557
~plate|272
rotating_mechanism
ski skis|273
kite|258
ball sports_ball|561 273
game_equipment
baseball_bat|563 565 273
club|564
stick
baseball_equipment|273
baseball_glove ~glove baseball_mitt|565 273
tennis_racket tennis_racquet|568 273
racquet|569
sports_implement
football football_game|571 578 574
field_game|572
outdoor_game|573
athletic_game|574 577
sport athletics|575
diversion recreation|576
event
game|576
contact_sport|574
basketball basketball_game hoops|580 574
court_game|573
golf_ball|560 582
golf_equipment|273
tent collapsible_shelter|584
shelter
hammock|297
swing|258
slide playground_slide sliding_board|258
teddy teddy_bear|258
doll|258
puzzle|561 258
lego|258
chess chess_game|593
board_game|594
parlor_game parlour_game|577
playing_card|596
card|597
paper|484
book volume
newspaper|600
document written_document papers|601
writing written_material piece_of_writing
map|600
poster posting placard|287
letter missive|605 606 600
text textual_matter|601
~document
receipt|608 600
~message subject_matter
menu bill_of_fare carte_du_jour carte|610 600
list listing|611
database|612
information info|608
government_note bank_bill bank_note banknote greenback|614
paper_money folding_money paper_currency|615
currency|616
medium_of_exchange monetary_system|617
standard criterion touchstone|618
system_of_measurement
coin|620
coinage mintage specie metal_money|615
flag|622
emblem|623
pattern|542
painting ~picture|625
graphic_art|626
art fine_art
drawing
statue|629
sculpture|630 631
plastic_art|626
solid_figure three-dimensional_figure
graffito graffiti|542
mural wall_painting|624
photograph photo selfie snapshot
scissors pair_of_scissors|386 636
compound_lever|637
lever|638
~bar
hand_blower blow_dryer blow_drier hair_dryer hair_drier|640 641
blower
dryer|339
toothbrush|643 644
brush
toiletry toilet_articles
hammer|646
hand_tool|389
ladder|648
stairs steps|649
stairway staircase
box
key
pen|653
writing_implement
pencil|653
gift|656
transferred_property transferred_possession|657
possession
guitar|659 660
stringed_instrument|660
musical_instrument
piano pianoforte forte-piano|662 659 663 660
keyboard_instrument|660
percussion_instrument percussive_instrument|660
violin fiddle|665 660
bowed_stringed_instrument ~string|659
drum membranophone tympan|663 660
flute transverse_flute|668 660
woodwind woodwind_instrument|669
wind_instrument|660
cornet trumpet|671 660
brass_instrument|669
saxophone|673 660
single-reed_instrument single-reed_woodwind|674
beating-reed_instrument reed_instrument|668
accordion squeeze_box|676 662 660
free-reed_instrument|669
harp|678 660
chordophone|659
cello violoncello|665 660
tree|681
woody_plant ligneous_plant|682
vascular_plant tracheophyte|683
~plant plant_life potted_plant houseplant
palm palm_tree|680
oak oak_tree|680
pine pine_tree true_pine|687
conifer coniferous_tree|688
gymnospermous_tree|680
grass|690
gramineous_plant graminaceous_plant|691
herb herbaceous_plant|682
leaf leafage foliage
flower|694
angiosperm flowering_plant|695
spermatophyte phanerogam seed_plant|682
rose rosebush|697 693
shrub bush|681
tulip|699 693
liliaceous_plant|700
bulbous_plant|682
daisy|693
sunflower helianthus|693
lily|699 693
orchid orchidaceous_plant|693
dandelion blowball|691 693
lavender|697 693
cactus|708
succulent|682
moss|710 683
bryophyte nonvascular_plant|711
nonvascular_organism
fern|713 683
pteridophyte nonflowering_plant|682
ivy common_ivy|715 683
vine|682
hedge hedgerow|717
fence fencing|718
barrier|719
obstruction impedimenta
bamboo|690 683
seaweed|722
alga algae|723
protoctist|724
microorganism micro-organism
mountain|726 727
natural_elevation
landscape nature scenery|728
~scenery|729
vicinity locality neighborhood neighbourhood neck_of_the_woods|730
~section
hill|726 727
volcano|725 727
glacier|734 727
ice_mass
canyon|736 727
ravine|737
valley vale|738 727
natural_depression depression
cliff|727
cave
rock stone
desert|743 745 727
tract piece_of_land piece_of_ground parcel_of_land|744
geographical_area geographic_area geographical_region geographic_region
biome|746
biotic_community
dune sand_dune|748 727
ridge|726
beach|727
seashore coast seacoast sea-coast|751 727
shore
island|753 727
~land dry_land ~earth ground solid_ground terra_firma
sea|755
body_of_water ~water
ocean|755
lake|755 727
river|759 755 727
stream|755
waterfall|755 727
pond|757 755
bay embayment|755
reef|748
forest wood woods|765 727
vegetation flora botany
jungle|764
hayfield meadow|768 727
grassland|743 745
field|743 727
sky|771
atmosphere
moon
sun
star|775
celestial_body heavenly_body
cloud|777
atmospheric_phenomenon|778
physical_process
sunset|777
sunrise|777
rainbow|782
curve curved_shape
snow snowfall|784
weather weather_condition atmospheric_condition|777
rain rainfall|784
fog|787 784
aerosol|788
~cloud|778
lightning|790 784
atmospheric_electricity|791 777
electrical_discharge|792
discharge|793
occurrent|576
storm violent_storm|777 784
ice water_ice|796
crystal
icicle|795
fire flame flaming flames|799
combustion|800
oxidation oxidization oxidisation|801
chemical_reaction reaction|802
chemical_process chemical_change chemical_action|803
natural_process natural_action|778
smoke fume|787
aurora|777
firework pyrotechnic fireworks|807
low_explosive|808
explosive|809
chemical chemical_substance|484
wave moving_ridge|793
sand|812
soil dirt|813
~earth|484
house|815 817
dwelling home abode dwelling_house|816
housing lodging living_accommodations
building edifice
tower
skyscraper|817
castle|821 817
fortification|822
defensive_structure
palace ~castle|824 817
mansion_house manse|814
church church_building|826 817
place_of_worship house_of_prayer house_of_worship|817
cathedral|825 817
mosque|826 817
temple|826 817
bridge
lighthouse beacon_light pharos|818 817
windmill|833
milling_machinery|834
machinery|355
barn|836 817
farm_building|817
wall|838
partition
gate|840
movable_barrier|718
door|840
window|843
supporting_structure
roof|321
balcony
fountain
street|848
thoroughfare|849
road
highway main_road motorway|849
sidewalk ~pavement|852
~walk walkway paseo|853
path
tunnel|855
passageway|285
railroad_track railway
station
airport airdrome aerodrome drome|859
airfield landing_field flying_field
seaport harbor harbour|861
port|862
geographic_point geographical_point
pier wharf|864
platform|865
horizontal_surface
marketplace market_place mart market|867
mercantile_establishment retail_store sales_outlet outlet|868
place_of_business business_establishment|869
establishment
shop store|867
restaurant eating_house eating_place eatery|817
barroom bar saloon ginmill taproom|873
room
cafe coffeehouse coffee_shop coffee_bar|871
hotel|817
school schoolhouse|817
library|873
museum|879 817
depository depositary repository
hospital infirmary|881 817
medical_building health_facility healthcare_facility|817
stadium sports_stadium
theater theatre|817
garden|885
plot plot_of_land plot_of_ground patch|743
park parkland|743
playground|888
yard ~grounds curtilage|769
zoo zoological_garden
farm|891
workplace|862
kitchen|873
bedroom sleeping_room sleeping_accommodation bedchamber|873
bathroom|873
living_room living-room sitting_room front_room|873
office business_office|868
garage|898
outbuilding|817
hall|873
classroom schoolroom|873
stage|864
pool
swimming_pool swimming_bath natatorium|902 904
athletic_facility
city metropolis urban_center|906
municipality|907 908
urban_area populated_area|744
administrative_district administrative_division territorial_division|909
district territory territorial_dominion
village|744
skyline|912
outline lineation|913
bounds
crosswalk|853
vineyard vinery|890
greenhouse glasshouse|817
ruin|817
cemetery graveyard burial_site burial_ground burying_ground memorial_park necropolis|919
site land_site|743
wedding wedding_ceremony nuptials hymeneals|921 923
~ceremony ceremonial ceremonial_occasion|922
occasion social_occasion social_function|576
celebration festivity|575
birthday|925 923
anniversary day_of_remembrance|926
day|927
calendar_day civil_day|928
fundamental_measure
party|922 923
concert|931 923
performance public_presentation|576
parade|933 923
group_action|576
festival|923
picnic|936 923
meal repast|448
barbecue|938 923
cookout|935
ceremony|576 923
commencement_exercise commencement_ceremony graduation graduation_exercise|921 923
funeral obsequy|921
carnival|934
christmas xmas|944 946 948 949 945
legal_holiday national_holiday public_holiday|945
holiday|926
holy_day_of_obligation|947
religious_holiday holy_day|945
quarter_day|947
feast_day fete_day|945
easter|951 945
movable_feast moveable_feast|949
halloween|926 945
skiing|574
surfing surfboarding surfriding|955 574
water_sport aquatics|574
swimming swim|955 574
running|576 574
dancing|575 959 574
performing_arts|960
humanistic_discipline humanities liberal_arts arts|961
discipline ~subject subject_area subject_field ~field field_of_study|962
knowledge_domain knowledge_base|963
cognitive_content mental_object
mountain_climbing mountaineering climbing|965 574
~mount|966
rise ascending|576
hike hiking|968 574
walk|969
travel traveling travelling|576
cycling|574
sailing|972 574
water_travel|969
fishing sportfishing|974
outdoor_sport field_sport|574
soccer association_football|570 574
tennis lawn_tennis|580 574
baseball baseball_game|978 574
ball_game|571
golf golf_game|572 574
volleyball volleyball_game|580 574
boxing pugilism|578 574
wrestling rassling|578 574
gymnastics|574
skating|574
rowing|574
yoga|987 574
exercise exercising physical_exercise physical_exertion workout|988
elbow_grease exertion|989
labor toil|576
~dive diving|956 574
race|992
contest competition|576
badminton|580 574
table_tennis|995 574
table_game|577
rugby rugby_football rugger|570 574
field_hockey hockey|571 574
cricket|571 574
parking_lot car_park parking_area|1000
lot|743
bill invoice|1002 600
financial_statement|1003
commercial_document commercial_instrument|600
contract|1005 600
written_agreement|1006 1008
agreement|1007
statement|608
legal_document legal_instrument official_document|600
certificate credential credentials|600
passport|1011 600
permission|608
ticket|1003 600
recipe formula|1014 600
instruction|608
~card identity_card|1016 600
positive_identification|1017
identification|1018
indication indicant
boarding_card boarding_pass|1020 600
laissez_passer|1011
business_card|1015 600
postcard post_card postal_card mailing-card|1023 600
~card|1024
correspondence|1025
first-class_mail|1026
mail|1027
message
spreadsheet|1029 600
computer_program computer_programme|1030
software software_program computer_software software_system software_package|1031
computer_code|1032
coding_system|1033
~writing
birthday_party|929
~dinner dinner_party|1036 929
~party|1037
social_gathering social_affair|28
barbecue_party|929
christmas_tree|680
night_sky|770
starry_sky|770
supermarket|1043 870
grocery_store grocery food_market ~market|866
absorption_spectrum|1045
spectrum|1046
array|1047
arrangement
action_painting|1049
artistic_movement art_movement|1050
social_movement
abyss abysm|1052
chasm|1053
gap|1054
amorphous_shape
accelerator accelerator_pedal gas_pedal|1056
treadle foot_pedal foot_lever|637
access
ace|595
activation_energy energy_of_activation|1060
energy free_energy|778
addition
additive|1061
adjunct|1064
inessential nonessential
sod_house soddy adobe_house|814
~adult|62
aerator|1068
apparatus setup
bacteria_species|1070
species|1071
taxonomic_group taxonomic_category taxon|1072
biological_group
affinity|1074
attraction attractive_force|1075
force|778
aftereffect|1077
consequence effect result upshot|778
agent
breeze zephyr gentle_wind|1080
wind air_current current_of_air|784
air_passage air_duct airway|284
aisle|285
alarm warning_device alarm_system
alkali_bee|200
alley_cat|1086
domestic_cat house_cat|65 63
alligator gator|167
aloes bitter_aloes|1089
purgative cathartic physic aperient|1090
medicine medication medicament medicinal_drug|490
aluminum_foil aluminium_foil|1092
foil|1093
sheet_metal|272
amen_corner|1095
corner
amethystine_python|1097
python|1098
constrictor|162
ammunition ammo|1100
weaponry arms implements_of_war weapons_system munition
anaconda|1098
anchor ground_tackle|1103
~claw
reptile_genus|1105
genus|1071
andrena andrenid mining_bee|200
anion|1108
ion|1109
~particle subatomic_particle
anode|1111
electrode
pangolin scaly_anteater anteater|59
antelope|72
antenna transmitting_aerial|369
anthill formicary|1116
knoll ~mound hillock hummock|731
apartment|816
apartment_building apartment_house|817
apple_tree|1120
fruit_tree|1121
angiospermous_tree flowering_tree|680
applejack|1123
brandy|1124
liquor spirits booze hard_drink hard_liquor strong_drink|488
apron|1126
protective_garment|511
spark arc electric_arc electric_discharge|1128
electrical_conduction|1129
conduction conductivity|778
architecture|817
armadillo|1132
edentate|59
armor|321
projectile ~missile|1135
weapon weapon_system
arroyo|1137
gully|737
art_school|1139
conservatoire|876
artillery heavy_weapon ~gun|1141
armament|1100
ash ash_tree|680
assembly|355
atom_bomb atomic_bomb fission_bomb plutonium_bomb|1145 1147
nuclear_weapon atomic_weapon|1146
weapon_of_mass_destruction|1135
bomb|1148 1100
explosive_device
loft attic garret|1150
~floor storey
auditorium
chlortetracycline|1153
antibiotic antibiotic_drug|1154
antibacterial antibacterial_drug|1090
autofluorescence|1156
fluorescence|1157
light visible_light visible_radiation|1158
actinic_radiation actinic_ray|1159
electromagnetic_radiation electromagnetic_wave nonparticulate_radiation|1160
radiation|1060
avocado alligator_pear avocado_pear aguacate|403
ax axe|386
bacillus|1164
eubacteria eubacterium true_bacteria|1165 1166
bacteria bacterium|724
moneran moneron|724
back
back_porch|1169
porch
~wing offstage backstage|901
backyard|888
bacon|1173
cut_of_pork|465
bad_luck mischance mishap|1175
luck fortune chance hazard|778
ballistic_missile|1177
missile|259 1135
~balloon|1179
lighter-than-air_craft|234
ballroom dance_hall dance_palace|873
balsam_fir|1182
silver_fir|1183
fir_tree true_fir|687
balsam|695
banister balustrade balusters handrail|718
~banana banana_tree|691
stripe|541
bandage|1189
medical_dressing|328
bank|1191
slope incline
banner|621
barbed_wire barbwire|1194
wire
barbell|1196
free_weight exercising_weight|273
barge flatboat hoy|240
bark|1199
natural_covering
barley|443
barnyard|1202
enclosure
barometric_pressure|1204
atmospheric_pressure air_pressure|1205
gas_pressure|1206
pressure pressure_level force_per_unit_area|778
barrel gun_barrel|283
barricade|718
bartlett_pear|411
base base_of_operations|1211
military_installation
basement cellar|1150
basin
bat chiropteran|59
bath
bathrobe|1217
robe|510
bathtub_gin|1219
gin|1124
baton|1221
rod
battery electric_battery|369
battle_flag|621
bayonet|1225
~knife|1135
beak|1227
mouth|1228
orifice porta|1229
~passageway|1230
anatomical_structure complex_body_part bodily_structure body_structure
beam|1232
structural_member
bean edible_bean|426
beech beech_tree|680
beef beef_cattle|76
beer_bottle|375
bell|1238 1239
acoustic_device
signaling_device
belt|1241
simple_closed_curve|1242
closed_curve|782
iceberg berg|734
bin
double_refraction birefringence|1246
refraction|778
biscuit|1248
quick_bread|458
bit chip fleck scrap|1250
fragment
morsel bite|1252
small_indefinite_quantity small_indefinite_amount|1253
indefinite_quantity
bitters|1124
black_body blackbody full_radiator
black_bread pumpernickel|1257
rye_bread|458
black_hole
black_olive ripe_olive|1260 417
condiment|500
blackberry|413 1262
drupelet|417
blackboard chalkboard|272
blade leaf_blade|692
blizzard snowstorm|794
block
blood_pressure|1268 1206
vital_sign|1269
grounds|1270
~information
bloodhound|1272
hound hound_dog|1273
hunting_dog|56
~flower bloom blossom
blowfish sea_squab puffer pufferfish|1276
saltwater_fish|1277
seafood|405
bludgeon|563
blue|511
cyanobacteria blue-green_algae|1164
blue_sky blue_air wild_blue_yonder|770
blueberry_pie|503
bluefish|1284
percoid_fish percoid percoidean|1285
spiny-finned_fish acanthopterygian|103
bluff|748
boa_constrictor|1098
bog peat_bog|1289
wetland|1290
land
thunderbolt bolt bolt_of_lightning|789
bomber|232 1293
warplane military_plane|233 266
bomb_shelter air-raid_shelter bombproof|1295
chamber|1202
arthropod_genus|1105
chemical_bond bond|1074
bonnet poke_bonnet|518
land_mine ground-emplaced_mine booby_trap|1300
~mine|1148
bookcase|294
bottomland|1290
bough|1304
tree_branch|1305
branch|1306
stem
boulder bowlder|741
bouquet corsage posy nosegay|1309
flower_arrangement floral_arrangement|1047 542
whiskey whisky|1124
bow bowknot|1312
knot|1313
fastening holdfast
boxcar|1315
freight_car|1316
railcar railway_car railroad_car|225
bracing|1232 1318
strengthener
brake
brake_system brakes|1319
bramble|681
dilleniid_dicot_genus|1323
dicot_genus magnoliopsid_genus|1105
bread_dough|1325
dough|1326
concoction mixture intermixture|434
faulting geological_fault break|1328
crack scissure|1053
break_seal|1313
breakfast|936
breakfast_table|299
breakwater groyne seawall jetty|718
brick|1334 1335
ceramic
building_material
bridle|1337
stable_gear saddlery|550
briefcase
brier brierpatch brier_patch|765
bristle|1341
fiber fibre|484
bronco bronc broncho|1343
mustang|1344
pony|67
brood_hen broody broody_hen setting_hen|1346
hen biddy|132
brook creek|759
broom|1349
cleaning_implement cleaning_device cleaning_equipment
whorehouse brothel bordello bagnio house_of_prostitution house_of_ill_repute bawdyhouse cathouse sporting_house|817
bubble|1352
globule|1353
round_shape
bubble_gum|1355
chewing_gum gum|480
buckboard|1357
~carriage|1358
horse-drawn_vehicle|225
bucket pail
buckle|1313
buckskin|1362
saddle_horse riding_horse mount|67
bud|1274
buffalo|1365
bison|72
bug|199
buggy|1357
bugle|671
bulb|1306
bull|76
bullet slug|1134
bullet_hole|1373
hole|1053
bumblebee humblebee|200
bundle sheaf|1376
package parcel
bunk feed_bunk|1378
manger
load loading burden
bur burr|1381
pericarp seed_vessel|1199
burrow|1383
~hollow|738
butt butt_end|1385
handle handgrip
button|1313
by-product byproduct|1077
cab|1389
~compartment|873
cabana|583
cabin|1389
cabinet|294
cafeteria|871
cage|1202
~cake|1266
calculus|741
camp cantonment bivouac|1398
military_quarters|1399
living_quarters quarters|816
can
candlelight candle_flame|1157
cane|1403
walking_stick|564
cannon|1140
canteen|1406
flask|375
canvas|331
canyonside|1191
cap|519
capacitance electrical_capacity|1411
electrical_phenomenon|778
capacitor condenser electrical_condenser|369
cape ness|753
capillary capillary_tube capillary_tubing|283
capillarity capillary_action|1416
surface_tension|778
capsule
carabao|1419
water_buffalo water_ox|72
carbine|1421
rifle|1422
firearm small-arm|1423
gun|1135
carcase carcass|1425
dead_body
cargo lading freight ~load shipment consignment|1427
merchandise
passenger_car carriage|1316
carrier|230
cart|260
cartridge|1099
carving|629
caterpillar|1434
larva|62
catheter|283
cathode|1111
catkin ament|1274
cavern|1439
natural_enclosure|1054
pit cavity|1383
ceiling|1442
upper_surface
cell|1444
compartment|1054
center_field centerfield|743
centrifuge separator|1068
chain chemical_chain|1448
building_block
champagne bubbly|1450
sparkling_wine|492
chandelier|1452
lighting_fixture|313
chapel|826
charcoal fusain|653
electric_charge|1411
charger|1362
chart|602
chick|132 1459
young_bird|213
~chicken poulet volaille|462
chimney|284
china|1463
porcelain|1464
ceramic_ware|382
chisel|386
chlorothiazide|1467 1469
thiazide|1468
diuretic_drug diuretic water_pill|490
antihypertensive antihypertensive_drug|1090
cocoa ~chocolate hot_chocolate drinking_chocolate|483
chrysanthemum|1274
chuck eats grub|435
church_bell|1237
cicada cicala|1475
homopterous_insect homopteran|199
cigar|1477
roll_of_tobacco|1478
tobacco baccy|1479 489
plant_product|1480
plant_material plant_substance|484
cigarette cigaret coffin_nail|1477
ciliate ciliated_protozoan ciliophoran|1483
protozoan protozoon|723
cilium|1485
organelle cell_organelle cell_organ|1486
organ
circuit electrical_circuit electric_circuit|369
circulation|1489
organic_phenomenon|778
citron|410
clam|1492
bivalve pelecypod lamellibranch|188
clamshell|1199
classic
claw|1496
horny_structure unguis|1230
cleansing_agent cleanser cleaner|1498
formulation preparation|1499
compound chemical_compound|809
cartridge_holder cartridge_clip clip|1501
supply_chamber
cupboard closet|1503
storage_space
closeup|634
apparel wearing_apparel ~clothes|511
clotheshorse|843
downpour cloudburst torrent pelter soaker|785
clover|691
clubhouse|817
soft_drink|483
cockatoo|139
cockpit|1389
cockroach|1514
dictyopterous_insect|199
coconut_palm coco_palm coco cocoa_palm coconut_tree|684
coconut coconut_meat|405
cocoon
coffee_break tea_break|1519
collation snack|936
coffee_cup|379
coffin casket|650
cold_frame|321
cold_weather|784
collage montage|1525 1526
paste-up
picture image ikon
collar|1528
~strip
colors|621
colt|217 1531
male|62
columbine aquilegia aquilege|693
column chromatography_column|283
comb
comet|1536
extraterrestrial_object estraterrestrial_body
communication_system
commuter commuter_train|1539
passenger_train|238
compass|1541
navigational_instrument
compress|1189
concentrate|434
concentration_camp|1545
penal_institution penal_facility|869
condensed_milk|493
~wire conducting_wire
cone
conference_center conference_house|817
continent|1551
landmass land_mass|753
contraceptive contraceptive_device prophylactic_device birth_control_device
contraption contrivance gadget
convertible|228
chicken_coop coop hencoop henhouse|836
copy
cord
core|1559
midpoint
~corn maize|1561
cereal cereal_grass|689
corn_syrup|1563
syrup sirup|499
cornmeal|434
aureole corona|1566
radiance glowing|1157
radiation_pressure corpuscular-radiation_pressure|1206
corpuscular_radiation particulate_radiation|1569
radioactivity|1570
~release|803
cow_pen cattle_pen corral|1202
corridor|855
brainwave brain_wave cortical_potential|1574
bioelectricity|1489
universe world cosmos macrocosm
costume|552
bungalow cottage|814
cotton|331
water_moccasin cottonmouth cottonmouth_moccasin|1580
pit_viper|1581
viper|162
counter|299
coupling
track
courtroom|873
courtyard
cove|1588
inlet|755
~screen cover
coyote prairie_wolf brush_wolf|88
cracker|458
crag|739
creep_feed|1594
feed provender|435
creeper|682
crib|310
~cricket|1598
orthopterous_insect orthopteron orthopteran|199
crisp potato_chip|450
crop harvest|1601
~output yield|1602
industry manufacture|1603
business_enterprise ~business|1604
commerce commercialism|1605
transaction|933
cross
crow|1608
corvine_bird|1609
oscine oscine_bird|146
crowbait crow-bait|1362
crusher
crust
crutch|564
~crystal
crystallite|1616
~crystal|741
cuckoo-bumblebee|200
cud rechewed_food|1594
cumulus cumulus_cloud|776
cur mutt|56
curb curbing kerb
curbside|1623
pavement|1624
paved_surface|865
remedy curative cure therapeutic|1090
nostrum catholicon cure-all|1625
curio
currant|413
current electric_current|1411
cutting|1306
cypress_tree|687
daffodil|1633
narcissus|700
daiquiri rum_cocktail|495
dairy_cattle dairy_cow milch_cow milk_cow milcher milker|76
dam|718
dark_bread whole_wheat_bread whole_meal_bread brown_bread|458
daylight|1157
direct_current direct_electric_current|1640
~electricity electrical_energy|1060
death|1489
decay|1489
deck|864
declivity downslope|1191
delta|1646
alluvial_sediment alluvial_deposit alluvium|1647
sediment ~deposit
dent|1077
department_store emporium|867
deposit sedimentation alluviation|1651
geological_phenomenon|778
detector sensor sensing_element
diagram|627
diaphragm
diatom|722 1656
phytoplankton|683
die dice|1658
square_block|1266
dichondra|715
diet|435
diffraction|1662
optical_phenomenon|778
dining_room dining-room|873
dinner|936
dipole|1448
dipper|1667
ladle
phonograph_record phonograph_recording record disc|1669
sound_recording audio_recording|1670
memory_device storage_device
dish|380
sewage_disposal_plant disposal_plant|1673
plant works industrial_plant|1674
building_complex
distortion optical_aberration|1662
ditch
divan|296
honkytonk dive|1679
cabaret nightclub night_club nightspot|868
dock|1202
dogwood dogwood_tree cornel|1121
doorway ~door room_access|1683
entrance entranceway entryway|1057
dooryard|888
dormitory dorm residence_hall student_residence|1399 817
dose|1090
bass_fiddle bull_fiddle double_bass contrabass string_bass|665 660
dove|143
down down_feather|1690
feather plumage|1691 1692
body_covering|1199
animal_material|484
draft|1080
drag retarding_force|1695
resistance|1696
mechanical_phenomenon|778
drainage_ditch|1676
draught potation tipple|1699
drink|1700
helping serving|1252
draw|1137
drawer|1503
drawing_room withdrawing_room|1704
reception_room|873
dregs settlings|1647
boutique dress_shop|870
dressing_gown robe-de-chambre lounging_robe|1217
dressing_room|873
drift impetus impulsion|1075
drinking_water|483 497
drive
driveway ~drive private_road|849
drizzle mizzle|785
drone|200
drugstore pharmacy|870
drumlin
drygoods soft_goods
duffel_bag duffle_bag duffel duffle|1719
drawstring_bag|505
dugout|584
dumbbell|1196
dun|1362
donjon dungeon|1724
stronghold|822
dust_cloud|788
earth ~world globe
easel|1728
tripod|1729
~stand
easy_chair lounge_chair overstuffed_chair|307
~egg|1732
ovum egg_cell|1733
gamete|1734
reproductive_cell germ_cell sex_cell|1735
~cell
eggplant|425
light_bulb lightbulb ~bulb incandescent_lamp electric_light electric-light_bulb|1738
electric_lamp|305
electrical_power electric_power wattage|1740
power|778
electric_shaver electric_razor|1742
razor|386
electric_toothbrush|642
electricity|778
cardiograph electrocardiograph|1746
medical_instrument
electron negatron|1748 1749
elementary_particle fundamental_particle|1109
fermion|1109
elevator|268
elm elm_tree|680
embankment
emission_spectrum|1045
engine|1755
motor|355
~web entanglement|1757
trap
envelope
writing_table escritoire secretaire|301
necessity essential requirement requisite necessary
estuary|755
etcetera
exchange|1764
chemical_phenomenon|778
facade
facing|1767
lining|321
factory mill manufacturing_plant manufactory|1673
falcon|1770
hawk|137
fallout_shelter|584
fan
farmhouse|814
feeder|63
feedlot|817
feeler
female|62
split_rail fence_rail|638
~field field_of_force force_field|778
fig_tree|680
fighter fighter_aircraft attack_aircraft|232 1293
figure|1783
model
gasoline_station gas_station filling_station petrol_station|1785
service_station|857
filly|217 1777
photographic_film|1788
photographic_paper photographic_material|362
filter
fireplace hearth open_fireplace|1791
niche|1202
firecracker|806
firelight|1157
osprey fish_hawk fish_eagle sea_eagle|1770
fishing_boat fishing_smack fishing_vessel|241
flagellate flagellate_protozoan flagellated_protozoan mastigophoran mastigophore|1483
flannel|331
flap
flash_flood flashflood|1800
flood inundation|1651
flashlight|1738
flat|1803
plain champaign|753
flea|199 1805
ectoparasite ectozoan ectozoon epizoan epizoon|1806
parasite
flight flight_of_stairs flight_of_steps|649
floodhead|1799
floor flooring|865
flour|434
flower_garden|884
flurry snow_flurry|783
fly|1814
dipterous_insect two-winged_insects dipteran dipteron|199
foam froth|1351
focal_point
animal_foot|1818
vertebrate_foot pedal_extremity|1819
external_body_part
~football|560
woodland timberland|753 745
garrison fort|1823
military_post post|1211
fortress ~fort|822
fox_terrier|1826
terrier|1273
anteroom antechamber entrance_hall ~hall foyer lobby vestibule|873
fraction
frame|843
frangipani frangipanni|697
expressway freeway pike state_highway superhighway throughway thruway|850
fried_egg|447
frieze|1834
architectural_ornament|542
front_door front_entrance|1836
exterior_door outside_door|1682
front_porch|1169
frost|1523
fumed_oak|1840
~oak|1841
~wood|1480
funeral_home funeral_parlor funeral_parlour funeral_chapel funeral_church funeral-residence|1843
morgue mortuary dead_room|817
pelage|1845
hair|1691
fuzz tomentum|1847
plant_process
galvanism|1744
gambling_house gambling_den gambling_hell gaming_house|817 868
gamecock fighting_cock|78
gaming_card|595
common_valerian garden_heliotrope|1853
valerian|693
garter_snake|1855
colubrid_snake colubrid|162
gas_chamber death_chamber|1857
instrument_of_execution
gas_burner gas_jet|1859
burner|1068
gatepost|1861
~post|1862
upright|1232
counterglow gegenschein|1157
gelding|1865
male_horse|67 1531
generator|1068
gentian|693
giant|62
gingham|331
ginkgo gingko maidenhair_tree|688
incandescence glow|1157
golden_glow double_gold|1873
cutleaved_coneflower|1874
coneflower|693
government_office|896
gown|527
grain|1878
particle corpuscle mote speck|484
granule|1877
grape_arbor grape_arbour|1881
arbour bower pergola|843
grasshopper|1598
grating|718
grave tomb|1885
topographic_point place spot
gravity gravitation gravitational_attraction gravitational_force|1074
gravitational_field|1779
gray|511
greatcoat overcoat topcoat|524
green_algae chlorophyte|722
green_bean|1892
fresh_bean|1233
greens leafy_vegetable|426
grenade|1147
grillroom grill|871
grinding|1878
ground_floor first_floor|1150
grove woodlet orchard|884
safety_device
gulf|755
gun_smoke|804
gust|1080
gutter ~trough|1904
channel|285
gym|904
hail|784
hallway ~hall|1572
ham jambon gammon|1173
ham_and_eggs|447
~hammer
shackle hamper
hand_grenade|1894
handkerchief hankie hanky hankey|330
handspike|638
hardbake|480
hardtack pilot_biscuit pilot_bread sea_biscuit ship_biscuit|1247
hardware|1100
hardware_store|870
hare|92
harness
harpy_eagle|138
hatchway|1683
haunch|1924
croupe rump
hay|1594
haze|787
promontory headland foreland|726
headlight headlamp|1929
~light light_source|306
headquarters central_office main_office|896
heat heat_energy|1060
heat_of_condensation|1933
latent_heat heat_of_transformation|1931
heat_of_dissociation|1931
heat_of_formation|1931
heaver|638
heel|1938
bottom underside undersurface|913
hem|1940
demarcation demarcation_line|913
hide ~skin|1691
high_sea international_waters|755
highroad trunk_road|850
hillside|1191
hind_leg|1946
hind_limb hindlimb|1947
limb|1948
appendage|1819
hinge flexible_joint
holder|1951
holding_device
hollow|737
althea althaea hollyhock|1954
mallow|697
holster|1956
sheath|321
holystone|1958
sandstone|1959
arenaceous_rock|1960
sedimentary_rock|1961
~rock ~stone|484
home_plate home_base ~plate|1963
~base ~bag|565
honeybee|200
honeysuckle|697
hoof|1817
hookworm|1968
nematode nematode_worm|1969
worm|184
hoop_snake|1855
horn|1972
noisemaker
horn_fly|1813
horror
horse_chestnut|1121
horseback
host
hub
human_being ~human|1980
hominid|59
hurricane|1982
windstorm|794
hurricane_deck hurricane_roof promenade_deck awning_deck|1643
hut army_hut field_hut|584
hutment|1397
hydrogen_bond|1297
hydrostatic_head|1206
intercontinental_ballistic_missile|1176
ice_floe floe|734
ice_water|1710
idol graven_image|1992
effigy
imitation|1556
impact wallop|1077
import
inclusion_body cellular_inclusion
induction inductance|1411
baseball_diamond infield|743
infrared_light infrared_radiation infrared_emission|1158
infrared_spectrum|1045
ingredient
hostel hostelry inn auberge|875
invention innovation
interchange|2005
junction|1885
interface|913
interfacial_tension interfacial_surface_tension|1416
interferometer|291
interlayer
intersection crossroad crossway carrefour|2005
entrenchment intrenchment|821
inventory|1427
inversion|777
golf-club golfclub|582
irons chains|1911
isle islet
item
jackdaw daw|1608
jail jailhouse gaol poky pokey|2020
correctional_institution|1545
jam|2022
conserve conserves preserves|2023
confiture|480
oriental_cherry|2025
flowering_cherry|2026
cherry_tree|1120
jeep landrover|228
jelly|481
jet jet_plane jet-propelled_plane|232
jewel precious_stone|540
~toilet lavatory lav john privy|873
glass_lizard glass_snake joint_snake|2033
anguid_lizard|158
jonquil|1633
keyhole|2036
~hole
kinetic_energy|2038
mechanical_energy|1060
kit
kitchen_sink|314
kitchenette|892
stifle|2043
joint articulatio
knob
lab laboratory research_lab research_laboratory science_lab science_laboratory|891
lagoon laguna lagune|757
lamplight|1157
spear lance|1135
landing|864
lane
lantern|305
larkspur|2053
delphinium|693
soapsuds suds lather|1815
leafhopper|1475
leak|1373
leash tether
ledge|748
leech bloodsucker hirudinean|2060
annelid annelid_worm segmented_worm|1969
left_field leftfield|743
leg_of_lamb gigot|2063 465
lamb_roast roast_lamb|2064
roast|465
legume leguminous_plant|691 2066
climber|715
lemon_meringue_pie|503
lemon_tree|2069
citrus_tree|1120
lemonade|2071
fruit_drink ade|483
lens lense lens_system|2073
optical_device
lentil|426
life_cycle|1489
~beam beam_of_light light_beam ray ray_of_light shaft_of_light|1157
lighting|1068
lilac|697
lime_tree|2069
basswood linden|1841
lined_snake|1855
linen|331
link linkup ~tie tie-in|1313
lipstick lip_rouge|2085
makeup|2086
cosmetic|644
live_oak|685
variety_meat organs|462
liver_fluke|2090
trematode trematode_worm|2091
flatworm platyhelminth|1969
livery_stable|2093
stable stalls horse_barn|836
livestock farm_animal|59
loaf_of_bread loaf|458
loblolly|2097
gruel|2098
porridge|447
lobscouse lobscuse scouse|447
local|237
lock|1313
locker storage_locker|1389
locker_room|873
lockup|2019
locust|2106
short-horned_grasshopper acridid|1882
domiciliation lodgings|1399
loon|2109
gaviiform_seabird|142
~lot
lotus sacred_lotus|2112
water_lily|2113
aquatic_plant water_plant hydrophyte hydrophytic_plant|682
louse sucking_louse|199
lowland|738
luminescence|1157
lump
lunch luncheon tiffin dejeuner|936
machine_gun|2120
automatic_firearm automatic_gun automatic_weapon|2121
autoloader self-loader|1422
maggot|2123
~grub|1434
magnet
magnetism magnetic_attraction magnetic_force|1074
magnetic_field|1779
magnetic_moment moment_of_a_magnet|2128
torque|1075
magnetic_resonance|2130
resonance|778
magpie|1608
mahogany|1841
mailbox|650
main_street high_street|847
mainland|753
mane|1845
manifold|282
manometer|2139
pressure_gauge pressure_gage|2140
gauge gage|291
manor manor_house|824
mantel mantelpiece mantlepiece chimneypiece|303
manzanita|697
maple|1841
marble|560
mare female_horse|67
maria
marmalade|2022
marrowbone|2150
bone|2151
connective_tissue|2152
animal_tissue|2153
tissue
marsh marshland fenland|1289
martini|495
masonry
mast|2158
pole|1221
master_bedroom|893
masterpiece
mat|323
match friction_match
maze labyrinth
means
megaton_bomb|1145 1147
computer_memory computer_storage memory_board|1670 2167
computer_hardware
meteoroid meteor|1536
meteor_shower meteor_stream|777
meteorite|2168
micelle|1109
micrometeorite micrometeoroid micrometeor|2170
microphone mike mic|367
microscope|2175
magnifier|2176
scientific_instrument
~microwave|1159
millpond|761
mine
mire quagmire quag morass|1288
mist|786
modern_man|1979
modernism|626
candida|441
monocle eyeglass|2072
monsoon|1080
monument
moonlight moonshine|1157
morning_glory|715
mortar howitzer trench_mortar|2191
high-angle_gun|1404
mosaic|626
mosquito|1814
moth|198
motif|623
mound|565
mountainside versant|1191
~mouse|95
mouse_nest|2200
nest
apparent_motion apparent_movement|2202
optical_illusion|1662
muffler|1238
mulch|321
mule|68
musket|2207
muzzle_loader|1422
musket_ball|2209
shot|1134
mouton mutton|462
gun_muzzle muzzle
myrtle|2213
periwinkle|2214
subshrub suffrutex|697
nail|1313
natural_order|1575
~nature|1575
necrosis|1641
nectary honey_gland
need want|1760
acerate_leaf needle|2222
simple_leaf|692
negative_charge|1455
nestling baby_bird|1459
internet net cyberspace|2226
computer_network|2227
electronic_network
communication_equipment
nightingale|1609
noctiluca|2231
dinoflagellate|1796
nomia|1296
nozzle|2234
spout
nubbin
nuclear_resonance|2130
nucleus|1559
nude nude_painting|624
nursery|893
nut|2241
seed|406
nymph|1434
oat|1561
oatmeal burgoo|2098
observation_dome|2246
observation_tower lookout_station
obstacle|719
ocean_floor sea_floor ocean_bottom seabed sea_bottom|738
ocelot panther_cat|2250
~wildcat|65
oil oil_color oil_colour|2252
oil_paint|2253
paint|2254 2255
coating
coloring_material colouring_material colour|484
oil-water_interface|2006
oil_painting|624
oil_well|2259
well
oleander rose_bay|2261
poisonous_plant|683
opium|2263 2264
narcotic|490
controlled_substance|490
master_copy original
osmotic_pressure|1206
outfield|743
end_product output
overall|2270
work-clothing work-clothes work_clothes work_clothing|511
ox|76
oxytetracycline hydroxytetracycline oxytetracycline_hydrochloride|1153
oyster|1492
public_address_system|1537
pane pane_of_glass window_glass|2276
plate_glass sheet_glass|272
paneling panelling|2278
panel|272
pansy|2280
viola|691
pant_leg trouser_leg|328
jaguar panther|86
parakeet parrakeet parroket paraquet paroquet parroquet|139
ballpark|882
parlor parlour|1704
mountain_pass
eatage forage pasture|1594
~patch|330
paw|1817
pea|426
pea_soup|470
~peacock peacock_butterfly|2293
nymphalid nymphalid_butterfly brush-footed_butterfly four-footed_butterfly|197
peanut_butter|1260
pebble|741
peg nog|1313
pegboard|2298
gameboard
pemmican pemican|462
peninsula|753
peony paeony|693
perfume|644
petal flower_petal|2304
floral_leaf|692
continental_breakfast petit_dejeuner|1330
phloem|2307
vascular_tissue|2308
plant_tissue
photochemical_exchange|1763
photon|2311
gauge_boson|2312
boson|1109
music_stool piano_stool|308
pickle|1260
pickup pickup_truck|239
piezoelectricity piezoelectric_effect piezo_effect|1744
pill
pinecone|2319
strobilus strobile
pipe tobacco_pipe|283
pistol handgun side_arm shooting_iron|1422
ewer
pitchfork|646
pith|2308
architectural_plan|627
planet major_planet|775
minor_planet planetoid|775
plantain_lily day_lily|691
plaster_cast plaster_bandage|1188
plow|389
plowshare ploughshare|2332
inclined_plane|2333
simple_machine
plug stopple|719
plumbing plumbing_system
pocket|2337
pouch|505
polarization|1662
cruiser police_cruiser patrol_car police_car prowl_car squad_car|228
police_station police_headquarters station_house|857
pollen|2342
spore|2343
agamete
poncho|525
poppy|693
porcupine|95
pork porc|462
porkchop|465
~port port_wine|2350
fortified_wine|492
portal|1683
porterhouse porterhouse_steak|2353
beefsteak|464
portfolio
portrait|1526
possum|119
potato_yellow-dwarf_virus|2358
plant_virus|2359
virus|724 2360
infectious_agent infective_agent|1078
potential_energy|2038
pothole chuckhole|1383
pottery clayware|1464
power_tool|355 389
prairie_dog prairie_marmot|95
prairie_rattlesnake prairie_rattler|2367
rattlesnake rattler|1580
precipice|739
mix premix|1326
prey|62
primary primary_feather primary_quill|2372
flight_feather quill_feather|1690
animal_order|1071
print|625
print_shop printing_shop|2376
workshop|891
prison|2020
proton|2379
nucleon|2380
baryon heavy_particle|2381 1749
hadron|1748
nuclear_magnetic_resonance proton_magnetic_resonance|2129
commissariat provisions viands victuals|435
pseudophloem|2308
psychoactive_drug mind-altering_drug consciousness-altering_drug psychoactive_substance|490
pull|1075
pulley pulley-block pulley_block|2333
pulp mush
dais podium pulpit rostrum ambo|864
pump
push thrust|1075
pussy_willow|2393
willow willow_tree|680
pyrometer|2395
thermometer|291
queen|199
quirt|2398
whip
rack|843
radar microwave_radar radio_detection_and_ranging radiolocation|291
radiator
radio_wave radio_emission radio_radiation|1159
radio_source|2401
radio_spectrum radio-frequency_spectrum|1045
radish|432 428
raft
rag tag_end tatter|330
railing rail|718
~railway railroad railroad_line railway_line railway_system|2410
~carrier common_carrier|2411
business business_concern business_organization business_organisation|2412
enterprise|2413
organization
siding railroad_siding sidetrack|856
railway_station railroad_station railroad_terminal train_station train_depot|2416
terminal depot|857
nimbus nimbus_cloud rain_cloud|776
ramp ~incline|2332
rampart bulwark|1752
ramrod|1221
ranch spread cattle_ranch cattle_farm|890
ranch_house|814
mountain_range range_of_mountains mountain_chain chain_of_mountains
rathole|1373
ration|435
rear_window|2427
car_window
recorder recording_equipment recording_machine
recording|279
rectifier|369
red-bellied_snake|1855
redtail red-tailed_hawk|1770
reel|1787
reflection reflexion|778
rein|2436
strap|2437
leather_strip
congenator congeneric
release|1427
relic
remains
rent|1053
repertory|879
repulsion repulsive_force|1075
resistor|369
resolving_power|778
response|1077
revolver six-gun six-shooter|2321
rhinoceros rhino|69
pieplant rhubarb|426
rib
ribbon
ribbon_snake|1854
plant_genus|1105
winter_currant|2456
currant_bush|697
riding_boot|516
rift|1053
rig|550
right_field rightfield|743
hoop ~ring|1528
ascent acclivity climb upgrade|1191
riverbank riverside|1190
rivulet rill runnel streamlet|759
wayside roadside|1940
roadway|849
outcrop outcropping rock_outcrop|741
rock_python rock_snake|1097
suite rooms|1117
rooster|132
rope
hibiscus|1954
rosebud|1363
rotor rotor_coil|2475
armature|2476
reactor|369
round unit_of_ammunition one_shot|1099
strip
rumen first_stomach|2480
stomach tum|2481
internal_organ viscus|1486
rutabaga yellow_turnip|432 428
sable sable_brush|643
saddle|2485
~seat
saddle_hackle saddle_feather|2487
hackle|1690
saddlebag|505
safe|2490
strongbox deedbox|650
sage|2492
~herb|500
sagebrush sage_brush|2214
salamander|61
salmon|2496 2497
salmonid|102
food_fish|105
salon|2499
art_gallery picture_gallery|873
salt table_salt|500
sandalwood|1841
sapling|680
sardine pilchard|1276
satellite artificial_satellite orbiter
sauce|1260
scaffold|864
scale scale_leaf|692
scapular|1690
~scenery|2510
stage_set
school_system|869
scimitar|2513
cavalry_sword|2514
sword ~blade|1135
highball|496
scraping|1250
screen projection_screen
screen_door|841
scrub_oak|685
walrus seahorse sea_horse|179
sealing_wax ~seal|1313
seam
searchlight|1929
section
sedan|228
seedbed|885
seedling|695
seedpod|406
~section segment
seismograph|291
sequence|1787
sewage_system sewer_system sewage_works
sewer|2534
drainpipe waste_pipe|282
shade|321
fake sham|1993
white_clover dutch_clover shamrock|1508
paring shaving|1250
shawl|525
shear|2541
alteration|793
shell|1099
sherry|2350
shield|321
shielding|2544
shopping_mall shopping_center shopping_centre|867
short|743
shotgun scattergun|1422
shovel|646
shower_room|873
shrapnel|2542
shutter
sidewinder horned_rattlesnake|2367
signboard
silk|331
silkworm|1433
sill|1232
silo|818
sirloin|465
sketch|627
skiff|252
skin
skylight|842
slab|1266
slacks|530
slat|2567
lumber timber|1335
slate_roof|844
sleeve|328
slice|1700
oilskin slicker|2572
mac mack|2573
raincoat|524
~slide microscope_slide|2276
slipper carpet_slipper|515
slit
sloe|2578
wild_plum wild_plum_tree|2579
plum plum_tree|1120
slop slops swill pigswill pigwash|1594
smokehouse meat_house|817
snapdragon|693
gym_shoe sneaker tennis_shoe|514
snout neb|2585
nose olfactory_organ|2586
chemoreceptor|2587
sense_organ sensory_receptor|1486
snowball|2589
sand_verbena|2590
wildflower wild_flower|694 2591
wilding|683
soap|1497
turf sod sward greensward|1290
solar_radiation|1160
solar_system
solar_wind|2594
sole|1938
sonar echo_sounder asdic|291 1541
sound|1696
soundtrack|1669
source
sowbelly|2603
salt_pork|2347
space_probe|2605
guided_missile|1177
spade|595
spaniel|2608
sporting_dog gun_dog|1273
specific_heat|1931
spectacle|2611
display
mass_spectrometer spectrometer|2613
spectroscope prism_spectroscope|537
sphere
steeple spire|818
splinter sliver|1249
spoke wheel_spoke
elastic_device
spume|1815
spur|1847
sputnik|2504
stage_door|1683
stall|1389
stamen
~base pedestal stand
starlight|1157
beach_wagon station_wagon estate_car beach_waggon station_waggon|228
steed|1362
stair
steppe|1803
stepping_stone|741
stereo stereophony stereo_system stereophonic_system|2633
reproducer|2634
audio_system sound_system|109
stern after_part|1167
stethoscope|1746
still|634
stirrup stirrup_iron
stock_exchange stock_market securities_market|891
stocking|534
stone_wall|717
shopfront storefront
storehouse|879
storm_cloud|776
strain|2541
strait|755
boater leghorn straw_hat|518
stray|63
~corner street_corner|2010
streetcar trolley trolley_car|230
streetlight street_lamp|305
stretch|1054
string twine|1557
stub
studio|891
stump tree_stump
subcontinent|1551
subject depicted_object
submachine_gun|2119
subsection|2529
metro subway_system subway|2409
suction|1206
sugar refined_sugar|499
sugar_maple rock_maple|2665
~maple|1121
sulky|1358
sunlight sunshine ~sun|1157
sunbeam sunray|2076
awning sunshade sunblind|321
supper|936
accessory supplement
survivor|62
swallow sup|1252
swamp swampland|1289
swatch|330
sweatshirt|2677
pullover slipover|2678
sweater|510
melilotus melilot sweet_clover|681
sweet_orange|409
sweet_roll coffee_roll|2682
bun|458
strawberry_shrub sweet_shrub|697
swell|726
swimming_hole|761
switch electric_switch electrical_switch
swivel_chair|295
synagogue|826
mock_orange syringa|2690
philadelphus|697
tack_hammer|645
tadpole polliwog pollywog|1434
taffy|479
tail
tangle
tank army_tank armored_combat_vehicle armoured_combat_vehicle|266 2697 2698
armored_vehicle armoured_vehicle|230
tracked_vehicle|230
tape|1528
target|273
tarpaulin tarp|1407
tavern tap_house|817
tea_cart teacart tea_trolley tea_wagon|2704
serving_cart|2705
handcart pushcart ~cart|225
teak teakwood|1841
telegraph|1068
telephone_booth phone_booth call_box telephone_box telephone_kiosk|2709
booth ~stall kiosk|873
telephone_wire telephone_line telegraph_wire telegraph_line|1547
telephone_pole telegraph_pole telegraph_post|1861
television_system|2713
telecommunication_system telecom_system telecommunication_equipment telecom_equipment|1537
tenement tenement_house|1118
tension|1075
patio terrace
test_room testing_room|873
thaw|784
thermocouple thermocouple_junction|2395
third_base|1963
thread|1557
~accelerator throttle throttle_valve
tick|2724
acarine|204
choice_morsel tidbit titbit|481
tidewater|2727
coastal_plain|753
~timber|1231
time_machine|355
tine|2731
prong
tire|2461
toast|458
tobacco_mosaic_virus|2358
hot_toddy toddy|496
brittle toffee toffy|479
tomato_paste|501
topgallant_mast|2739
topmast|2157
torch|1929
tornado twister|1982
total aggregate
trail|1584
tranquilizer tranquillizer tranquilliser antianxiety_agent ataractic_drug ataractic_agent ataractic|2745 2746
psychotropic_agent|490
sedative-hypnotic sedative-hypnotic_drug|2747
sedative sedative_drug depressant downer|1090 489
theodolite transit|2749
surveying_instrument
transportation_system transportation
tray|2752
receptacle
gem treasure|626
trunk tree_trunk|1306
treetop|2756
top
trench|1676
gun_trigger trigger|637
trough|738
truck_bed|1809
trumpet_creeper trumpet_vine|2762
asterid_dicot_family|2763
dicot_family magnoliopsid_family|1071
harpy_bat tube-nosed_bat tube-nosed_fruit_bat|2765
fruit_bat megabat|1214
tulip_tree tulip_poplar canary_whitewood|1121
turban|519
turbine|2769
rotary_engine|2770
internal-combustion_engine|2771
heat_engine|1754
turbulence turbulency|778
turkey_cock tom_turkey|135
tweed|331
branchlet twig sprig|1305
twilight|1157
two-by-four|2728
typewriter|2779
character_printer character-at-a-time_printer serial_printer|365
ultracentrifuge|1446
ultraviolet ultraviolet_radiation ultraviolet_light ultraviolet_illumination|1158
ultraviolet_spectrum|1045
singlet undershirt|2784
undergarment unmentionable|510
unit_cell|1448
university|869
matzo matzoh matzah unleavened_bread|458
vagabond
vapor_pressure vapour_pressure|1206
variable
head_covering veil|510
velvet|331
vending_machine|2794
slot_machine coin_machine|355
window_blind|320
vent venthole vent-hole|2036
veranda verandah|1169
verbena vervain|693
vermouth|492
vest waistcoat|510
viand|447
vinegar|1260
vintage|492
violet|2280
woodbine|715
~volcano|1328
voltage electromotive_force emf|1411
voltaic_battery galvanic_battery|1222
voltaic_pile galvanic_pile|1222
vulture|137
waffle|455
aftermath wake|1077
wallet billfold notecase
wallflower|693
walnut|2816
edible_nut|2240
walnut_tree|2818
nut_tree|1121
warehouse storage_warehouse|2643
wash|2821
water-base_paint|2253
wastepaper_basket waste-paper_basket wastebasket waste_basket circular_file
watercolor|624
waterway|755
exit way_out
weave|623
web
weed|682
weir|1636
wheat|1561
wheel|2333
puff puff_of_air whiff|1902
whiskey_on_the_rocks whisky_on_the_rocks|1699
sweet_white_violet white_violet woodland_white_violet|2804
whiteface|1235
wild_dog|57
wild_horse|67
wildcat_well wildcat|2258
windowpane|2275
windshield windscreen|2841
~screen|321
wing|1486
wooden_leg pegleg|2844
prosthesis prosthetic_device|2845
corrective
woodpecker peckerwood|2847
piciform_bird|78
woodwork
wool woolen woollen|331
work_of_art|626
workbench work_bench|2852
worktable work_table|299
worker_bee|199
wound_tumor_virus|2855
tumor_virus|2359
wrack|721
wreath coronal chaplet lei|1309
roentgen_ray|1159 2859
ionizing_radiation|1160
xylem|2307
yellow_pine|686
yucca|697
zodiacal_light|2434`

package f6.zone.definition;

import f6.eventstore.event.EventType;
import f6.eventstore.event.InvalidValue;
import f6.zone.definition.DefinitionException.Problem;
import f6.zone.definition.EventDefinition.DecisionRule;
import f6.zone.definition.EventDefinition.Effect;
import f6.zone.definition.EventDefinition.Role;
import f6.zone.definition.EventDefinition.Rule;
import f6.zone.definition.ZoneDefinition.Organisation;
import f6.zone.definition.ZoneDefinition.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a zone definition from YAML. Its format is in `docs/reference/zone-definition.md`.
public final class DefinitionFile {
    static final Set<String> PARTS = Set.of(
            "zone",
            "version",
            "organisation",
            "timeZone",
            "processing",
            "types",
            "objects",
            "authorities",
            "events",
            "views");
    static final Set<String> EVENT_PARTS =
            Set.of("version", "roles", "materialDate", "data", "require", "effect", "decision", "upcast");
    private static final Pattern ZONE_NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int MAX_ZONE_NAME = 50;
    private static final Pattern OIN = Pattern.compile("\\d{20}");
    private static final Set<String> RULE_VARIABLES = Set.of("data", "source", "now");
    private static final Set<String> EFFECT_VARIABLES = Set.of("self", "data", "event");

    private final Yaml root;
    private final Map<String, Map<String, Map<String, @Nullable Object>>> objects = new LinkedHashMap<>();
    private final Map<String, Pointer> births = new LinkedHashMap<>();
    private JsonSchemas schemas = new JsonSchemas(Map.of());

    private DefinitionFile(Yaml root) {
        this.root = root;
    }

    /// @throws DefinitionException when the file cannot be read or has mistakes
    public static ZoneDefinition read(Path file) {
        return parse(file.toString(), text(file));
    }

    /// @throws DefinitionException when the file cannot be read
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new DefinitionException(List.of(new Problem(
                    file.toString(),
                    0,
                    "",
                    "cannot be read (%s): check the name".formatted(e.getClass().getSimpleName()))));
        }
    }

    /// @param file the name to use in messages
    /// @throws DefinitionException when the text has mistakes
    public static ZoneDefinition parse(String file, String text) {
        List<Problem> problems = new ArrayList<>();
        ZoneDefinition definition = new DefinitionFile(Yaml.parse(file, text, problems)).definition();
        if (!problems.isEmpty()) {
            throw new DefinitionException(problems.stream().distinct().toList());
        }
        return definition;
    }

    private ZoneDefinition definition() {
        Map<String, Yaml> parts = root.members(PARTS);
        String name = root.required("zone");
        if (!ZONE_NAME.matcher(name).matches() || name.length() > MAX_ZONE_NAME) {
            at("zone").problem("is not a zone name: use lower-case words with hyphens, such as burgerlijke-stand");
        }
        String version = root.required("version");
        Organisation organisation = organisation(at("organisation"));
        ZoneId timeZone = parts.containsKey("timeZone") ? timeZone(at("timeZone")) : ZoneId.of("Europe/Amsterdam");
        readTypes();
        readObjects();
        Map<String, EventDefinition> events = named("events", this::event);
        Map<String, View> views = named("views", this::view);
        return new ZoneDefinition(
                name,
                version,
                Fingerprints.ofFolding(parts),
                organisation,
                timeZone,
                schemas,
                objects,
                births,
                named("authorities", yaml -> Authorities.read(yaml, events.keySet(), views.keySet())),
                events,
                views,
                Processing.read(root, name));
    }

    private Yaml at(String part) {
        Optional<Yaml> member = root.member(part);
        if (member.isEmpty()) {
            root.problem("lacks '%s': add it".formatted(part));
        }
        return member.orElse(root);
    }

    private <T> Map<String, T> named(String part, Function<Yaml, T> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        if (root.member(part).isEmpty()) {
            root.problem("lacks '%s': add it".formatted(part));
            return values;
        }
        at(part).members().forEach((name, yaml) -> {
            if (part.equals("authorities") || Names.check(name, yaml)) {
                values.put(name, reader.apply(yaml));
            }
        });
        return values;
    }

    private static Organisation organisation(Yaml yaml) {
        if (!yaml.isMap()) {
            yaml.problem("must have a name and an oin");
            return new Organisation("?", "?");
        }
        String oin = yaml.required("oin");
        if (!OIN.matcher(oin).matches()) {
            yaml.problem("has an oin that is not 20 digits: put it in quotes to keep its zeros");
        }
        return new Organisation(yaml.required("name"), oin);
    }

    private static ZoneId timeZone(Yaml yaml) {
        try {
            return ZoneId.of(yaml.text());
        } catch (DateTimeException e) {
            yaml.problem("is not a time zone: use a name such as Europe/Amsterdam");
            return ZoneId.of("UTC");
        }
    }

    private void readTypes() {
        Map<String, Map<String, @Nullable Object>> types = new LinkedHashMap<>();
        Map<String, Yaml> places = root.member("types").map(Yaml::members).orElse(Map.of());
        places.forEach((name, yaml) -> types.put(name, JsonSchemas.object(yaml.plain())));
        schemas = new JsonSchemas(types);
        places.forEach((name, yaml) -> {
            if (name.equals(JsonSchemas.DATE_TYPE)) {
                yaml.problem("is there already, for incomplete dates: choose another name");
            }
            if (Names.check(name, yaml) && schemas.refersToItself(name)) {
                yaml.problem("refers to itself, directly or through others: a type must end somewhere");
            }
            checkSchema(yaml);
        });
    }

    private void checkSchema(Yaml yaml) {
        if (!yaml.isMap()) {
            yaml.problem("must be a JSON Schema");
        }
        schemas.problems(JsonSchemas.object(yaml.plain())).forEach(yaml::problemAt);
    }

    private Map<String, @Nullable Object> schema(Yaml yaml) {
        checkSchema(yaml);
        return JsonSchemas.object(yaml.plain());
    }

    private void readObjects() {
        named("objects", yaml -> {
                    Map<String, Map<String, @Nullable Object>> state = new LinkedHashMap<>();
                    Map<String, Yaml> parts = yaml.members(Set.of("state", "birth"));
                    Optional.ofNullable(parts.get("state"))
                            .map(Yaml::members)
                            .orElse(Map.of())
                            .forEach((field, schema) -> {
                                if (!Names.isField(field)) {
                                    schema.problem("has a name that answers use themselves: choose another");
                                }
                                state.put(field, schema(schema));
                            });
                    yaml.member("birth").ifPresent(place -> births.put(name(yaml), birth(place, state)));
                    return state;
                })
                .forEach(objects::put);
    }

    private static String name(Yaml yaml) {
        return yaml.path().substring(yaml.path().lastIndexOf('/') + 1);
    }

    private Pointer birth(Yaml yaml, Map<String, Map<String, @Nullable Object>> state) {
        Pointer place = pointer(yaml);
        if (place.inSchema(schemas, Map.of("type", "object", "properties", state)) == null) {
            yaml.problem("%s is no place in the state: name the field that holds the date of birth".formatted(place));
        }
        return place;
    }

    private View view(Yaml yaml) {
        yaml.requireMembers(Set.of("object", "fields"), Set.of("processing"));
        String name = name(yaml);
        String object = objectKind(yaml, yaml.required("object"));
        return new View(
                name,
                object,
                yaml.member("fields").map(list -> fields(list, object)).orElse(Set.of()));
    }

    /// Fields of the state of a kind of object, at least one.
    private Set<String> fields(Yaml yaml, String object) {
        Set<String> known = objects.getOrDefault(object, Map.of()).keySet();
        Set<String> fields = new LinkedHashSet<>();
        for (Yaml field : yaml.items()) {
            if (!known.contains(field.text())) {
                field.problem(
                        "is no field of the state of %s: use one of %s".formatted(object, String.join(", ", known)));
            }
            fields.add(field.text());
        }
        if (fields.isEmpty()) {
            yaml.problem("names no fields: list them");
        }
        return fields;
    }

    private String objectKind(Yaml yaml, String kind) {
        if (!objects.containsKey(kind)) {
            yaml.problem("names the object kind '%s', which is not there: use one of %s"
                    .formatted(kind, String.join(", ", objects.keySet())));
        }
        return kind;
    }

    private EventDefinition event(Yaml yaml) {
        Map<String, Yaml> parts = yaml.members(EVENT_PARTS);
        EventType type = new EventType(yaml.path().substring("/events/".length()));
        Map<String, @Nullable Object> schema =
                parts.containsKey("data") ? schema(yaml.member("data").orElse(yaml)) : Map.of("type", "object");
        if (!"object".equals(schemas.resolve(schema).get("type"))) {
            yaml.problem("lacks data of type object: give it as a JSON Schema under 'data'");
        }
        Map<String, Role> roles = new LinkedHashMap<>();
        yaml.member("roles")
                .map(Yaml::members)
                .orElse(Map.of())
                .forEach((name, role) -> roles.put(name, role(name, role, schema)));
        if (roles.isEmpty()) {
            yaml.problem("has no roles: name under 'roles' where its data names the objects it is about");
        }
        Optional<Pointer> materialDate = yaml.member("materialDate").map(DefinitionFile::pointer);
        materialDate
                .filter(pointer -> pointer.inSchema(schemas, schema) == null)
                .ifPresent(pointer -> at(yaml, "materialDate")
                        .problem("%s is not in the data's schema: add it there".formatted(pointer)));
        List<Rule> rules = new ArrayList<>();
        yaml.member("require")
                .map(Yaml::items)
                .orElse(List.of())
                .forEach(rule -> rules.add(rule(rule, roles.keySet())));
        Map<String, List<Effect>> effects = new LinkedHashMap<>();
        yaml.member("effect")
                .map(Yaml::members)
                .orElse(Map.of())
                .forEach((role, effect) -> effects.put(role, effects(effect, role, roles)));
        Optional<DecisionRule> decision = yaml.member("decision").map(rule -> decision(rule, roles, schema));
        String version = yaml.required("version");
        return new EventDefinition(
                type,
                version,
                roles,
                materialDate,
                schema,
                compiled(schema),
                rules,
                effects,
                decision,
                Upcasts.read(yaml.member("upcast"), version));
    }

    private DecisionRule decision(Yaml yaml, Map<String, Role> roles, Map<String, @Nullable Object> schema) {
        yaml.requireMembers(Set.of("version", "reads", "outcome"), Set.of());
        if (JsonSchemas.object(schemas.resolve(schema).get("properties")).containsKey(DecisionBasis.MEMBER)) {
            yaml.problem("has data with a member '%s', where the engine records what the decision rests on: rename it"
                    .formatted(DecisionBasis.MEMBER));
        }
        Map<String, Set<String>> reads = new LinkedHashMap<>();
        yaml.member("reads").map(Yaml::members).orElse(Map.of()).forEach((name, fields) -> {
            Role role = roles.get(name);
            if (role == null) {
                fields.problem("is no role of this event: use one of " + String.join(", ", roles.keySet()));
            } else {
                reads.put(name, fields(fields, role.object()));
            }
        });
        Set<String> variables = new LinkedHashSet<>(reads.keySet());
        variables.add("data");
        return new DecisionRule(yaml.required("version"), reads, expression(at(yaml, "outcome"), variables));
    }

    private static Yaml at(Yaml yaml, String member) {
        return yaml.member(member).orElse(yaml);
    }

    private DataSchema compiled(Map<String, @Nullable Object> schema) {
        return schemas.problems(schema).isEmpty() ? schemas.compile(schema) : data -> List.of();
    }

    private static Pointer pointer(Yaml yaml) {
        try {
            return Pointer.of(yaml.text());
        } catch (InvalidValue e) {
            yaml.problem(String.valueOf(e.getMessage()));
            return new Pointer(List.of("?"));
        }
    }

    private Role role(String name, Yaml yaml, Map<String, @Nullable Object> schema) {
        Pointer at = pointer(yaml.isMap() ? at(yaml, "at") : yaml);
        String object = yaml.isMap()
                ? yaml.required("object")
                : objects.keySet().stream().findFirst().orElse("?");
        if (!yaml.isMap() && objects.size() > 1) {
            yaml.problem("does not say which kind of object it is: write {at: %s, object: …}".formatted(at));
        }
        if (RULE_VARIABLES.contains(name) || EFFECT_VARIABLES.contains(name) || !Names.isName(name)) {
            yaml.problem("is a name that expressions use already: choose another");
        }
        Map<String, @Nullable Object> target = at.inSchema(schemas, schema);
        boolean many = target != null && "array".equals(target.get("type"));
        Map<String, @Nullable Object> id =
                target == null ? Map.of() : many ? schemas.resolve(JsonSchemas.object(target.get("items"))) : target;
        if (!"uuid".equals(id.get("format"))) {
            yaml.problem(
                    "%s is not an object id in the data's schema: declare it there as a string of format uuid, or a list of them"
                            .formatted(at));
        }
        return new Role(name, objectKind(yaml, object), at, many);
    }

    private static Rule rule(Yaml yaml, Set<String> roles) {
        yaml.requireMembers(Set.of("rule", "message"), Set.of("at"));
        Set<String> variables = new LinkedHashSet<>(roles);
        variables.addAll(RULE_VARIABLES);
        return new Rule(
                expression(at(yaml, "rule"), variables),
                template(at(yaml, "message"), variables),
                yaml.member("at").map(Yaml::text).orElse(""));
    }

    private List<Effect> effects(Yaml yaml, String role, Map<String, Role> roles) {
        List<Effect> effects = new ArrayList<>();
        Role taken = roles.get(role);
        if (taken == null) {
            yaml.problem("is no role of this event: use one of " + String.join(", ", roles.keySet()));
            return effects;
        }
        Set<String> fields = objects.getOrDefault(taken.object(), Map.of()).keySet();
        yaml.members(Set.of("set", "add"))
                .forEach((verb, changes) -> changes.members().forEach((field, value) -> {
                    if (!fields.contains(field)) {
                        value.problem("is no field of the state of %s: use one of %s"
                                .formatted(taken.object(), String.join(", ", fields)));
                    }
                    Expression expression = expression(value, EFFECT_VARIABLES);
                    effects.add(
                            verb.equals("set") ? new Effect.Set(field, expression) : new Effect.Add(field, expression));
                }));
        return effects;
    }

    static Expression expression(Yaml yaml, Set<String> variables) {
        try {
            return Expression.compile(yaml.isMap() ? "null" : yaml.text(), variables);
        } catch (InvalidValue e) {
            yaml.problem(String.valueOf(e.getMessage()));
            return Expression.compile("null", Set.of());
        }
    }

    private static Template template(Yaml yaml, Set<String> variables) {
        try {
            return Template.compile(yaml.isMap() ? "" : yaml.text(), variables);
        } catch (InvalidValue e) {
            yaml.problem(String.valueOf(e.getMessage()));
            return Template.compile("", Set.of());
        }
    }
}

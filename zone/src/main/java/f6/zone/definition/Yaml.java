package f6.zone.definition;

import f6.zone.definition.DefinitionException.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// A place in a YAML document that knows its file, line and path, and reports what is wrong there. It goes on
/// after a problem, with what comes nearest, so that one reading finds many.
final class Yaml {
    private static final int MAX_ALIASES = 50;
    private static final int MAX_CHARACTERS = 2_000_000;
    private static final int MAX_DEPTH = 64;

    private final String file;
    private final String path;
    private final Node node;
    private final int line;
    private final List<Problem> problems;

    /// @param start where it begins, its name included
    private Yaml(String file, String path, Node node, Node start, List<Problem> problems) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.line = start.getStartMark() == null ? 0 : start.getStartMark().getLine() + 1;
        this.problems = problems;
    }

    /// @throws DefinitionException when the text is not YAML
    static Yaml parse(String file, String text, List<Problem> problems) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            Composer composer = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options);
            Node root = composer.getSingleNode();
            if (root == null) {
                throw new DefinitionException(List.of(new Problem(file, 1, "", "the file is empty")));
            }
            if (isCyclic(root, Collections.newSetFromMap(new IdentityHashMap<>()))) {
                throw new DefinitionException(
                        List.of(new Problem(file, 1, "", "an alias (*) refers to what it is itself in: write it out")));
            }
            return new Yaml(file, "", root, root, problems);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new DefinitionException(List.of(new Problem(file, line, "", "not YAML: " + e.getProblem())));
        } catch (YAMLException e) {
            throw new DefinitionException(List.of(new Problem(file, 1, "", "not YAML: " + e.getMessage())));
        }
    }

    /// @param above the nodes that this one is in
    private static boolean isCyclic(Node node, Set<Node> above) {
        if (!above.add(node)) {
            return true;
        }
        boolean cyclic = switch (node) {
            case MappingNode map ->
                map.getValue().stream()
                        .anyMatch(
                                tuple -> isCyclic(tuple.getKeyNode(), above) || isCyclic(tuple.getValueNode(), above));
            case SequenceNode list -> list.getValue().stream().anyMatch(item -> isCyclic(item, above));
            default -> false;
        };
        above.remove(node);
        return cyclic;
    }

    void problem(String message) {
        problems.add(new Problem(file, line, path, message));
    }

    /// Reports a problem at a JSON Pointer below this place, or as near to it as the document goes.
    void problemAt(String pointer, String message) {
        Yaml place = this;
        for (String step : pointer.split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            Yaml from = place;
            place = step.isEmpty() ? from : from.child(name).orElse(from);
        }
        place.problem(message);
    }

    private Optional<Yaml> child(String name) {
        return switch (node) {
            case MappingNode map -> Optional.ofNullable(members().get(name));
            case SequenceNode list
            when name.matches("\\d{1,6}")
                    && Integer.parseInt(name) < list.getValue().size() ->
                Optional.of(items().get(Integer.parseInt(name)));
            default -> Optional.empty();
        };
    }

    String path() {
        return path;
    }

    boolean isMap() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /// The members of a mapping, in order; reports anything else, and keys given twice.
    Map<String, Yaml> members() {
        Map<String, Yaml> members = new LinkedHashMap<>();
        if (!(node instanceof MappingNode map)) {
            problem("must be a mapping of names to values");
            return members;
        }
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem("has a key that is not a name");
                continue;
            }
            String name = key.getValue();
            Yaml value = new Yaml(
                    file, path + "/" + name.replace("~", "~0").replace("/", "~1"), tuple.getValueNode(), key, problems);
            if (members.put(name, value) != null) {
                value.problem("is given twice: remove one");
            }
        }
        return members;
    }

    /// The members of a mapping that may have only these names.
    Map<String, Yaml> members(Set<String> allowed) {
        Map<String, Yaml> members = members();
        members.forEach((name, value) -> {
            if (!allowed.contains(name)) {
                value.problem("is not known here: use one of "
                        + String.join(", ", allowed.stream().sorted().toList()));
            }
        });
        return members;
    }

    /// Reports what is missing of these names, and what is there beside them and the others.
    void requireMembers(Set<String> required, Set<String> optional) {
        Set<String> allowed = new TreeSet<>(required);
        allowed.addAll(optional);
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(members(allowed).keySet());
        missing.forEach(name -> problem("lacks '%s': add it".formatted(name)));
    }

    /// The items of a list; reports anything else.
    List<Yaml> items() {
        List<Yaml> items = new ArrayList<>();
        if (!(node instanceof SequenceNode list)) {
            problem("must be a list");
            return items;
        }
        for (Node item : list.getValue()) {
            items.add(new Yaml(file, path + "/" + items.size(), item, item, problems));
        }
        return items;
    }

    /// The text of a scalar; reports anything else.
    String text() {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue();
        }
        problem("must be a text");
        return "?";
    }

    /// The text of a member that must be there.
    String required(String name) {
        Optional<Yaml> member = member(name);
        if (member.isEmpty()) {
            problem("lacks '%s': add it".formatted(name));
        }
        return member.map(Yaml::text).orElse("?");
    }

    Optional<Yaml> member(String name) {
        return isMap() ? Optional.ofNullable(members().get(name)) : Optional.empty();
    }

    /// As JSON would have it.
    @Nullable
    Object plain() {
        return switch (node) {
            case MappingNode map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                members().forEach((name, value) -> plain.put(name, value.plain()));
                yield plain;
            }
            case SequenceNode list -> items().stream().map(Yaml::plain).toList();
            case ScalarNode scalar -> scalar(scalar);
            default -> null;
        };
    }

    private @Nullable Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        try {
            return switch (scalar.getTag()) {
                case Tag tag when tag.equals(Tag.NULL) -> null;
                case Tag tag when tag.equals(Tag.BOOL) -> "true".equalsIgnoreCase(text) || "yes".equalsIgnoreCase(text);
                case Tag tag when tag.equals(Tag.INT) -> Long.parseLong(text);
                case Tag tag when tag.equals(Tag.FLOAT) -> new BigDecimal(text);
                default -> text;
            };
        } catch (NumberFormatException e) {
            problem("is not a number as JSON has it: put it in quotes if it is a text");
            return text;
        }
    }
}

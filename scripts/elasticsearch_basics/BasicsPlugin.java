package gongbao.elasticsearch;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.elasticsearch.Build;
import org.elasticsearch.action.admin.cluster.state.ClusterStateRequest;
import org.elasticsearch.action.admin.cluster.state.ClusterStateResponse;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.IndexVersion;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.rest.RestUtils;
import org.elasticsearch.rest.action.RestBuilderListener;
import org.elasticsearch.xcontent.XContentBuilder;

/**
 * What a full distribution has and the integration-test build lacks, as far as our tests need it: the three
 * analysis parts of the index behind native users, roles and API keys, the whitespace tokenizer, and GET and HEAD /.
 */
public final class BasicsPlugin extends Plugin implements AnalysisPlugin, ActionPlugin {
    private static final int LONGEST_TOKEN = 255; // the default of both tokenizers' max_token_length

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "uax_url_email",
            (index, environment, name, settings) -> TokenizerFactory.newFactory(name, () -> urlTokenizer(settings)),
            "whitespace",
            (index, environment, name, settings) -> TokenizerFactory.newFactory(
                name,
                () -> new WhitespaceTokenizer(TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, longestToken(settings))
            )
        );
    }

    private static Tokenizer urlTokenizer(Settings settings) {
        UAX29URLEmailTokenizer tokenizer = new UAX29URLEmailTokenizer();
        tokenizer.setMaxTokenLength(longestToken(settings));
        return tokenizer;
    }

    private static int longestToken(Settings settings) {
        return settings.getAsInt("max_token_length", LONGEST_TOKEN);
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        AnalysisProvider<TokenFilterFactory> captures = (index, environment, name, settings) -> new Captures(
            name,
            settings.getAsBoolean("preserve_original", true),
            settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new)
        );
        AnalysisProvider<TokenFilterFactory> firsts = (index, environment, name, settings) -> new Firsts(name);
        return Map.of("pattern_capture", AnalysisPlugin.requiresAnalysisSettings(captures), "unique", firsts);
    }

    private record Captures(String name, boolean keepOriginal, Pattern[] patterns) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream tokens) {
            return new PatternCaptureGroupTokenFilter(tokens, keepOriginal, patterns);
        }
    }

    private record Firsts(String name) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream tokens) {
            return new FirstsFilter(tokens);
        }
    }

    /** Leaves the first token of each text, as "unique" does by default. */
    private static final class FirstsFilter extends FilteringTokenFilter {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final Set<String> seen = new HashSet<>();

        FirstsFilter(TokenStream tokens) {
            super(tokens);
        }

        @Override
        protected boolean accept() {
            return seen.add(term.toString());
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            seen.clear();
        }
    }

    @Override
    public Collection<RestHandler> getRestHandlers(
        Settings settings,
        NamedWriteableRegistry writeables,
        RestController controller,
        ClusterSettings clusterSettings,
        IndexScopedSettings indexSettings,
        SettingsFilter filter,
        IndexNameExpressionResolver names,
        Supplier<DiscoveryNodes> nodes,
        Predicate<NodeFeature> features
    ) {
        return List.of(new Greeting());
    }

    /** GET and HEAD /. It reads the cluster's state, so that it needs the privilege "monitor", as the real one does. */
    private static final class Greeting extends BaseRestHandler {
        @Override
        public String getName() {
            return "gongbao_greeting";
        }

        @Override
        public List<Route> routes() {
            return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
        }

        @Override
        protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
            ClusterStateRequest state = new ClusterStateRequest(RestUtils.getMasterNodeTimeout(request));
            state.clear().nodes(true).metadata(true);
            return channel -> client.admin().cluster().state(state, new RestBuilderListener<>(channel) {
                @Override
                public RestResponse buildResponse(ClusterStateResponse answer, XContentBuilder body) throws IOException {
                    ClusterState cluster = answer.getState();
                    body.startObject();
                    body.field("name", cluster.nodes().get(client.getLocalNodeId()).getName());
                    body.field("cluster_name", answer.getClusterName().value());
                    body.field("cluster_uuid", cluster.metadata().clusterUUID());
                    writeVersion(body.startObject("version"), Build.current());
                    body.endObject().field("tagline", "You Know, for Search").endObject();
                    return new RestResponse(RestStatus.OK, body);
                }
            });
        }

        private static void writeVersion(XContentBuilder body, Build build) throws IOException {
            body.field("number", build.qualifiedVersion());
            body.field("build_flavor", build.flavor());
            body.field("build_type", build.type().displayName());
            body.field("build_hash", build.hash());
            body.field("build_date", build.date());
            body.field("build_snapshot", build.isSnapshot());
            body.field("lucene_version", IndexVersion.current().luceneVersion().toString());
            body.field("minimum_wire_compatibility_version", build.minWireCompatVersion());
            body.field("minimum_index_compatibility_version", build.minIndexCompatVersion());
        }
    }
}
